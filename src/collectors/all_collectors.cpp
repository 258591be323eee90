#include "collectors/all_collectors.h"

#include "collectors/jetson/jetson_vendor.h"
#include "collectors/linux/collectors.h"
#include "collectors/linux/process.h"
#include "collectors/nvidia/nvidia_vendor.h"
#include "metrics/gpu_metrics.h"

namespace mimon {

std::vector<std::unique_ptr<HostCollector>> make_host_collectors(const CollectorContext& context) {
  return host::make_host_collectors(context.files, context.log);
}

std::vector<std::unique_ptr<SlowHostCollector>> make_slow_host_collectors(
    const CollectorContext& context) {
  return host::make_slow_host_collectors(context.files, context.log);
}

std::vector<std::unique_ptr<GpuVendor>> make_gpu_vendors(const CollectorContext& context) {
  std::vector<std::unique_ptr<GpuVendor>> vendors;
  if (!context.nvml_library.empty() || needs_nvml(context.files)) {
    vendors.push_back(make_nvidia_vendor(context.files, context.log, context.nvml_library));
  }
  if (is_jetson(context.files)) {
    vendors.push_back(make_jetson_vendor(context.files, context.log));
  }
  return vendors;
}

std::unique_ptr<ProcessEnricher> make_process_enricher(const CollectorContext& context) {
  return host::make_process_enricher(context.files, context.log);
}

Catalog make_catalog() {
  std::vector<const MetricSpec*> metrics = host::linux_metrics();
  const auto gpu = gpu::all_metrics();
  metrics.insert(metrics.end(), gpu.begin(), gpu.end());
  return Catalog(std::move(metrics));
}

}  // namespace mimon
