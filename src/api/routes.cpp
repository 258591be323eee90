#include "api/routes.h"

#include <array>

namespace mimon::api {
namespace {

constexpr Parameter kGpuInPath{"gpu_id", ParameterType::gpu_id, true, true, "Index of the GPU."};
constexpr Parameter kGpuRequired{"gpu_id", ParameterType::gpu_id, false, true, "Index of the GPU."};
constexpr Parameter kGpuOptional{"gpu_id", ParameterType::gpu_id, false, false,
                                 "Index of the GPU; without it, all."};
constexpr Parameter kGpuOrFirst{"gpu_id", ParameterType::gpu_id, false, false,
                                "Index of the GPU; without it, the first."};
constexpr Parameter kGpus{"gpu_ids", ParameterType::gpu_ids, false, false,
                          "Indices of the GPUs to compare, comma-separated; without it, all."};
constexpr Parameter kMountPoints{"mount_points", ParameterType::names, false, false,
                                 "Mount points, comma-separated; without it, each file system "
                                 "once."};

constexpr std::array kPathGpu{kGpuInPath};
constexpr std::array kQueryGpu{kGpuRequired};
constexpr std::array kMaybeGpu{kGpuOptional};
constexpr std::array kFirstGpu{kGpuOrFirst};
constexpr std::array kManyGpus{kGpus};
constexpr std::array kMounts{kMountPoints};

const DeviceSample* chosen(const View& view, const Arguments& arguments) {
  if (arguments.gpu) return arguments.gpu;
  const auto gpus = view.gpus();
  return gpus.empty() ? nullptr : gpus.front();
}

void gpu_list(Json& json, const View& view, const Arguments& /*arguments*/, const Catalog& /*c*/) {
  const auto gpus = view.gpus();
  json.begin_object();
  json.field("gpu_count", gpus.size());
  json.key("gpus");
  json.begin_array();
  for (const DeviceSample* gpu : gpus) write_gpu_info(json, *gpu);
  json.end_array();
  const std::string reason = view.gpu_unavailable_reason();
  json.key("gpu_unavailable_reason");
  gpus.empty() ? json.value(std::string_view(reason)) : json.null();
  json.end_object();
}

void gpu_info(Json& json, const View& /*view*/, const Arguments& arguments, const Catalog& /*c*/) {
  json.begin_object();
  json.field("gpu_id", arguments.gpu->device->index);
  json.key("info");
  write_gpu_info(json, *arguments.gpu);
  json.end_object();
}

void all_gpu_metrics(Json& json, const View& view, const Arguments& /*a*/, const Catalog& /*c*/) {
  const auto gpus = view.gpus();
  json.begin_object();
  json.field("gpu_count", gpus.size());
  json.key("gpus");
  json.begin_array();
  for (const DeviceSample* gpu : gpus) write_gpu_metrics(json, view, *gpu);
  json.end_array();
  json.end_object();
}

void gpu_metrics(Json& json, const View& view, const Arguments& arguments, const Catalog& catalog) {
  if (!arguments.gpu) return all_gpu_metrics(json, view, arguments, catalog);
  json.begin_object();
  json.field("gpu_id", arguments.gpu->device->index);
  json.key("metrics");
  write_gpu_metrics(json, view, *arguments.gpu);
  json.end_object();
}

void compare(Json& json, const View& view, const Arguments& arguments, const Catalog& catalog) {
  write_comparison(json, view, arguments.gpus, catalog);
}

void processes(Json& json, const View& view, const Arguments& arguments, const Catalog& /*c*/) {
  write_gpu_processes(json, view,
                      arguments.gpu ? std::optional(arguments.gpu->device->index) : std::nullopt);
}

void hardware(Json& json, const View& view, const Arguments& arguments, const Catalog& /*c*/) {
  write_hardware_metrics(json, view, *chosen(view, arguments));
}

void system(Json& json, const View& view, const Arguments& /*a*/, const Catalog& /*c*/) {
  json.begin_object();
  json.key("metrics");
  write_system_metrics(json, view);
  json.end_object();
}

void disk_usage(Json& json, const View& view, const Arguments& arguments, const Catalog& /*c*/) {
  json.begin_object();
  json.key("mount_points");
  write_mount_points(json, view, arguments.names);
  json.end_object();
}

void disk_rates(Json& json, const View& view, const Arguments& /*a*/, const Catalog& /*c*/) {
  json.begin_object();
  json.key("disk_rates");
  write_disk_rates(json, view);
  json.end_object();
}

void network_rates(Json& json, const View& view, const Arguments& /*a*/, const Catalog& /*c*/) {
  json.begin_object();
  json.key("network_rates");
  write_network_rates(json, view);
  json.end_object();
}

void everything(Json& json, const View& view, const Arguments& arguments, const Catalog& /*c*/) {
  const DeviceSample* gpu = chosen(view, arguments);
  json.begin_object();
  json.field("timestamp", iso8601(view.snapshot.wall));
  json.field("gpu_available", gpu != nullptr);
  json.field("simulated", view.simulated());
  json.key("gpu_unavailable_reason");
  gpu ? json.null() : json.value(std::string_view(view.gpu_unavailable_reason()));
  write_machine(json, view);
  json.key("gpu");
  if (gpu) {
    write_selected_gpu(json, view, *gpu);
  } else {
    json.null();
  }
  json.end_object();
}

void catalogue(Json& json, const View& /*view*/, const Arguments& /*a*/, const Catalog& catalog) {
  json.begin_object();
  json.key("metrics");
  json.begin_array();
  for (const MetricSpec* spec : catalog.metrics()) {
    json.begin_object();
    json.field("id", spec->id);
    json.field("device", device_kind_name(spec->device));
    json.field("path", spec->path);
    json.field("unit", unit_name(spec->unit));
    json.field("kind", kind_name(spec->kind));
    json.field("help", spec->help);
    json.field("decimals", spec->decimals);
    json.number_field("warning", spec->levels.warning, 2);
    json.number_field("critical", spec->levels.critical, 2);
    json.field("limit", spec->limit ? std::optional(spec->limit->path) : std::nullopt);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

constexpr std::array kRoutes{
    Route{"/gpu-list",
          "listGpus",
          "The GPUs of this machine and what they are.",
          {},
          "GpuList",
          false,
          gpu_list},
    Route{"/gpu-info/{gpu_id}", "getGpuInfo", "What one GPU is.", kPathGpu, "GpuInfoAnswer", true,
          gpu_info},
    Route{"/gpu-info", "getGpuInfoByQuery", "What one GPU is.", kQueryGpu, "GpuInfoAnswer", true,
          gpu_info},
    Route{"/gpu-metrics", "getGpuMetrics", "What one GPU, or every GPU, does now.", kMaybeGpu,
          "GpuMetricsAnswer", true, gpu_metrics},
    Route{"/gpu-metrics/all",
          "getAllGpuMetrics",
          "What every GPU does now.",
          {},
          "AllGpuMetrics",
          true,
          all_gpu_metrics},
    Route{"/gpu-metrics/compare", "compareGpus",
          "GPUs side by side: which is highest and lowest, the mean, the share of its own limit.",
          kManyGpus, "Comparison", true, compare},
    Route{"/gpu-processes", "listGpuProcesses",
          "Processes that use one GPU, or any, most GPU memory first.", kMaybeGpu, "GpuProcesses",
          true, processes},
    Route{"/hardware-metrics", "getHardwareMetrics",
          "Clocks, PCIe, encoder and decoder, throttling, memory errors of one GPU.", kFirstGpu,
          "HardwareMetrics", true, hardware},
    Route{"/metrics",
          "getSystemMetrics",
          "What the machine's CPU, memory, disks and network do.",
          {},
          "SystemMetricsAnswer",
          false,
          system},
    Route{"/disk-usage", "getDiskUsage", "How full the mounted file systems are.", kMounts,
          "DiskUsageAnswer", false, disk_usage},
    Route{"/disk-rates",
          "getDiskRates",
          "What the disks read and write a second.",
          {},
          "DiskRatesAnswer",
          false,
          disk_rates},
    Route{"/network-rates",
          "getNetworkRates",
          "What the network sends and receives a second.",
          {},
          "NetworkRatesAnswer",
          false,
          network_rates},
    Route{"/all", "getAll", "The machine and one GPU in one answer.", kFirstGpu, "All", false,
          everything},
    Route{"/catalog",
          "getCatalog",
          "Every metric: unit, kind, help, levels.",
          {},
          "Catalog",
          false,
          catalogue},
};

}  // namespace

std::span<const Route> snapshot_routes() {
  return kRoutes;
}

}  // namespace mimon::api
