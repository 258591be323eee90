#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "metrics/catalog.h"
#include "metrics/snapshot.h"
#include "simulation/training.h"
#include "stores/remote/engine.h"

namespace mimon::simulation {

/// A made-up host whose samples look like those of a training node: what NVIDIA's driver gives of
/// each GPU, and the main values of the machine. Some of its GPUs run hot, and now and then one is
/// lost. Everything is marked as simulated.
class SimulatedHost {
 public:
  /// `number` from 1 on names it `sim-0001` and seeds what it does. `catalog` outlives it.
  SimulatedHost(int number, int gpus, const Catalog& catalog);

  [[nodiscard]] const store::remote::HostIdentity& identity() const { return identity_; }

  /// The sample of a moment, `seconds` after the one before.
  [[nodiscard]] Snapshot sample(WallTime now, double seconds);

 private:
  struct Gpu {
    DevicePtr device;
    double temperature = 35;
    double energy = 0;  ///< joules
    double warmth = 0;  ///< kelvins more than others of the same load have
    bool lost = false;
  };
  /// The machine's values that are made up; null where the catalogue has none.
  enum HostMetric { cpu, ram_used, ram_total, ram_percent, read_rate, load, host_metrics };

  [[nodiscard]] DeviceSamplePtr host_sample(WallTime now);
  [[nodiscard]] DeviceSamplePtr gpu_sample(Gpu& gpu, WallTime now, double seconds);
  void fill(Values& values, Gpu& gpu, const GpuWork& work, double seconds);

  const store::remote::HostIdentity identity_;
  Training training_;
  DevicePtr host_;
  std::vector<Gpu> gpus_;
  std::array<const MetricSpec*, host_metrics> specs_{};
  std::uint64_t tick_ = 0;
};

}  // namespace mimon::simulation
