#include <algorithm>

#include "api/views.h"
#include "metrics/gpu_info.h"

namespace mimon::api {
namespace {

void write_info_value(Json& json, const InfoValue* value) {
  if (!value) return json.null();
  std::visit(
      [&](const auto& content) {
        using T = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<T, std::monostate>) {
          json.null();
        } else if constexpr (std::is_same_v<T, double>) {
          json.number(content, 2);
        } else if constexpr (std::is_same_v<T, std::string>) {
          json.value(std::string_view(content));
        } else {
          json.value(content);
        }
      },
      *value);
}

void write_state(Json& json, const DeviceSample& gpu) {
  json.field("state", device_state_name(gpu.state));
  json.key("state_detail");
  gpu.detail.empty() ? json.null() : json.value(std::string_view(gpu.detail));
}

void write_process(Json& json, const DeviceSample& gpu, const GpuProcess& process) {
  json.begin_object();
  json.field("pid", process.pid);
  json.field("process_name", process.name);
  json.field("username", process.username);
  json.field("gpu_id", gpu.device->index);
  json.field("instance", process.instance);
  json.field("type", process_type_name(process.type));
  json.number_field("gpu_memory_used", process.gpu_memory_used, 0);
  const auto megabytes =
      process.gpu_memory_used ? std::optional(*process.gpu_memory_used / 0x1p20) : std::nullopt;
  json.number_field("gpu_memory_used_mb", megabytes, 1);
  json.number_field("gpu_utilization", process.gpu_utilization, 0);
  json.number_field("idle_seconds", process.idle_seconds, 0);
  json.number_field("cpu_percent", process.cpu_percent, 1);
  json.number_field("host_memory", process.host_memory, 0);
  json.field("container", process.container);
  json.field("start_time",
             process.start_time ? std::optional(iso8601(*process.start_time)) : std::nullopt);
  json.end_object();
}

}  // namespace

void write_gpu_info(Json& json, const DeviceSample& gpu) {
  json.begin_object();
  json.field("gpu_id", gpu.device->index);
  json.field("name", std::string_view(gpu.device->name));
  for (const InfoSpec* spec : gpu::all_info()) {
    json.key(spec->key);
    write_info_value(json, gpu.device->find_info(*spec));
  }
  write_state(json, gpu);
  json.field("simulated", gpu.device->simulated);
  json.end_object();
}

void write_gpu_metrics(Json& json, const View& view, const DeviceSample& gpu) {
  json.begin_object();
  json.field("gpu_id", gpu.device->index);
  json.field("name", std::string_view(gpu.device->name));
  json.field("timestamp", iso8601(gpu.wall));
  view.layouts.gpu.write_fields(json, gpu.values);
  json.key("instances");
  json.begin_array();
  for (const DeviceSample* part : view.of(DeviceKind::gpu)) {
    if (part->device->parent != gpu.device->id) continue;
    json.begin_object();
    json.field("id", std::string_view(part->device->id));
    json.field("name", std::string_view(part->device->name));
    json.key("uuid");
    write_info_value(json, part->device->find_info(gpu::kUuid));
    view.layouts.gpu.write_groups(json, part->values, kInstanceGroups);
    json.end_object();
  }
  json.end_array();
  write_state(json, gpu);
  json.field("simulated", gpu.device->simulated);
  json.key("unavailable");
  view.layouts.gpu.write_unavailable(json, gpu.values);
  json.end_object();
}

namespace {

using OwnedProcess = std::pair<const DeviceSample*, const GpuProcess*>;

std::vector<OwnedProcess> processes_of(const View& view, std::optional<int> gpu_id) {
  std::vector<OwnedProcess> all;
  for (const DeviceSample* gpu : view.gpus()) {
    if (gpu_id && gpu->device->index != *gpu_id) continue;
    for (const GpuProcess& process : gpu->processes) all.emplace_back(gpu, &process);
  }
  std::stable_sort(all.begin(), all.end(), [](const OwnedProcess& a, const OwnedProcess& b) {
    return a.second->gpu_memory_used.value_or(-1) > b.second->gpu_memory_used.value_or(-1);
  });
  return all;
}

std::optional<Absence> processes_absence(const View& view, std::optional<int> gpu_id) {
  std::optional<Absence> absence;
  for (const DeviceSample* gpu : view.gpus()) {
    const bool asked = !gpu_id || gpu->device->index == *gpu_id;
    if (asked && gpu->processes_absence) absence = gpu->processes_absence;
  }
  return absence;
}

}  // namespace

void write_gpu_process_list(Json& json, const View& view, std::optional<int> gpu_id) {
  json.begin_array();
  for (const auto& [gpu, process] : processes_of(view, gpu_id)) write_process(json, *gpu, *process);
  json.end_array();
}

void write_gpu_processes(Json& json, const View& view, std::optional<int> gpu_id) {
  const auto absence = processes_absence(view, gpu_id);
  json.begin_object();
  json.field("gpu_id", gpu_id);
  json.field("process_count", processes_of(view, gpu_id).size());
  json.key("processes");
  write_gpu_process_list(json, view, gpu_id);
  json.field("unavailable", absence ? std::optional(absence_name(*absence)) : std::nullopt);
  json.end_object();
}

void write_hardware_metrics(Json& json, const View& view, const DeviceSample& gpu) {
  json.begin_object();
  json.field("gpu_id", gpu.device->index);
  json.field("timestamp", iso8601(gpu.wall));
  view.layouts.gpu.write_groups(json, gpu.values, kHardwareGroups);
  write_state(json, gpu);
  json.end_object();
}

void write_selected_gpu(Json& json, const View& view, const DeviceSample& gpu) {
  json.begin_object();
  json.field("gpu_count", view.gpus().size());
  json.field("selected_gpu_id", gpu.device->index);
  json.key("metrics");
  write_gpu_metrics(json, view, gpu);
  json.key("info");
  write_gpu_info(json, gpu);
  json.key("processes");
  write_gpu_process_list(json, view, gpu.device->index);
  json.field("processes_unavailable", gpu.processes_absence
                                          ? std::optional(absence_name(*gpu.processes_absence))
                                          : std::nullopt);
  json.end_object();
}

}  // namespace mimon::api
