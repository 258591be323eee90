#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "collectors/collector.h"
#include "sampler/arrivals.h"
#include "sampler/gpu_crew.h"

namespace mimon {

/// One GPU's turn with the crew and its newest samples: a driver that hangs holds up this lane and
/// nothing else. For one thread, the sampler's.
class GpuLane {
 public:
  GpuLane(std::shared_ptr<GpuCollector> gpu, const Clock& clock,
          std::shared_ptr<GpuCrew::Queue> crew, std::shared_ptr<Arrivals> arrivals);

  [[nodiscard]] const GpuCollector* gpu() const { return gpu_.get(); }

  /// The job that takes a sample, for the crew; absent while the lane works on an earlier one.
  [[nodiscard]] std::optional<GpuCrew::Job> request(const Tick& tick);

  /// The newest samples, the GPU's first. A GPU that has not answered for `patience` is
  /// `unresponsive`, its values absent; one that never answered yet is `stale`.
  [[nodiscard]] std::vector<DeviceSample> latest(const Tick& now,
                                                 std::chrono::milliseconds patience) const;

 private:
  struct State;
  static void collect(const std::shared_ptr<State>& state, const Tick& tick);
  static void collect_slow(const std::shared_ptr<State>& state, const Tick& tick);

  std::shared_ptr<GpuCollector> gpu_;
  std::shared_ptr<State> state_;
};

}  // namespace mimon
