#pragma once

#include <memory>
#include <vector>

#include "metrics/snapshot.h"

/// A machine that trains and serves models, with values as hardware gives them: whole per cent and
/// degrees, tenths of a watt, clocks in steps of 15 MHz, memory in pages of 2 MiB on the GPU and
/// 4 KiB on the host, PCIe throughput in KiB, host rates as counts over a second that is never
/// quite one, load averages that move every five seconds.
namespace mimon::bench {

class GpuLoad;
class HostLoad;

class Workload {
 public:
  /// What is sampled of each device.
  enum class Catalogue {
    twenty,  ///< 10 metrics a GPU, 20 of the host
    full,    ///< every GPU metric that a data centre card has, host, 32 cores, disks, networks
  };

  Workload(int gpus, Catalogue catalogue);
  ~Workload();

  /// The next second.
  [[nodiscard]] SnapshotPtr next();

 private:
  Catalogue catalogue_;
  std::vector<std::unique_ptr<GpuLoad>> gpus_;
  std::unique_ptr<HostLoad> host_;
  std::vector<DevicePtr> devices_;
  WallTime wall_{std::chrono::seconds(1'750'000'000 / 3600 * 3600)};
  std::uint64_t tick_ = 0;
};

/// The specifications of the 20 host metrics.
[[nodiscard]] const std::vector<MetricSpec>& host_metrics();

}  // namespace mimon::bench
