#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/file_tree.h"
#include "base/log.h"
#include "collectors/collector.h"
#include "metrics/catalog.h"

namespace mimon {

/// What collectors are made from.
struct CollectorContext {
  FileTree files;
  Logger log;
  const Clock& clock;        ///< outlives the collectors
  std::string nvml_library;  ///< the file to load; empty to look where drivers put it
};

/// Every host collector, in the order of the snapshot.
[[nodiscard]] std::vector<std::unique_ptr<HostCollector>> make_host_collectors(
    const CollectorContext& context);

/// Every host collector that may hang.
[[nodiscard]] std::vector<std::unique_ptr<SlowHostCollector>> make_slow_host_collectors(
    const CollectorContext& context);

/// Every vendor whose GPUs may be on this machine.
[[nodiscard]] std::vector<std::unique_ptr<GpuVendor>> make_gpu_vendors(
    const CollectorContext& context);

[[nodiscard]] std::unique_ptr<ProcessEnricher> make_process_enricher(
    const CollectorContext& context);

/// Every metric that the collectors above can give.
[[nodiscard]] Catalog make_catalog();

}  // namespace mimon
