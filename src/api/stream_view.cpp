#include "api/stream_view.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "base/text.h"

namespace mimon::api {
namespace {

constexpr std::array<std::string_view, 4> kCpu{"cpu", "processes", "uptime", "pressure"};
constexpr std::array<std::string_view, 3> kMemory{"ram", "swap", "cgroup"};

/// The GPU that `channel` names after `prefix`; null where it names none.
const DeviceSample* gpu_of(const View& view, std::string_view channel, std::string_view prefix) {
  if (!channel.starts_with(prefix)) return nullptr;
  const auto id = parse_number<int>(channel.substr(prefix.size()));
  return id ? view.gpu(*id) : nullptr;
}

void write_system(Json& json, const View& view) {
  json.begin_object();
  json.field("gpu_available", !view.gpus().empty());
  json.field("simulated", view.simulated());
  json.key("gpu_unavailable_reason");
  const auto reason = view.gpu_unavailable_reason();
  reason.empty() ? json.null() : json.value(std::string_view(reason));
  write_machine(json, view);
  json.end_object();
}

void write_disk(Json& json, const View& view) {
  json.begin_object();
  json.key("disk_usage");
  write_mount_points(json, view, {});
  json.key("disk_rates");
  write_disk_rates(json, view);
  json.end_object();
}

void write_network(Json& json, const View& view) {
  json.begin_object();
  json.key("network_rates");
  write_network_rates(json, view);
  json.end_object();
}

}  // namespace

std::vector<std::string> stream_channels(const View& view) {
  std::vector<std::string> channels{"system"};
  for (const DeviceSample* gpu : view.gpus())
    channels.push_back(fmt::format("gpu/{}", gpu->device->index));
  return channels;
}

std::string stream_data(const View& view, std::string_view channel) {
  Json json;
  if (const auto* gpu = gpu_of(view, channel, "gpu/")) {
    write_selected_gpu(json, view, *gpu);
  } else if (const auto* one = gpu_of(view, channel, "system/gpu/")) {
    write_gpu_metrics(json, view, *one);
  } else if (channel == "system") {
    write_system(json, view);
  } else if (channel == "system/cpu") {
    write_host_groups(json, view, kCpu);
  } else if (channel == "system/memory") {
    write_host_groups(json, view, kMemory);
  } else if (channel == "system/disk") {
    write_disk(json, view);
  } else if (channel == "system/network") {
    write_network(json, view);
  }
  return json.take();
}

}  // namespace mimon::api
