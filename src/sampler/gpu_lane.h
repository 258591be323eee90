#pragma once

#include <memory>
#include <vector>

#include "collectors/collector.h"
#include "sampler/arrivals.h"
#include "sampler/detachable_thread.h"

namespace mimon {

/// One GPU's thread: a driver that hangs holds up this lane and nothing else.
class GpuLane {
 public:
  GpuLane(std::shared_ptr<GpuCollector> gpu, const Clock& clock,
          std::shared_ptr<Arrivals> arrivals);
  ~GpuLane();
  GpuLane(const GpuLane&) = delete;
  GpuLane& operator=(const GpuLane&) = delete;

  /// Ends the thread; false where it hangs and had to be let go.
  bool stop();

  [[nodiscard]] const GpuCollector* gpu() const { return gpu_.get(); }

  /// Asks for a sample, unless the lane still works on an earlier one; true where it was asked.
  bool request(const Tick& tick);

  /// The newest samples, the GPU's first. A GPU that has not answered for `patience` is
  /// `unresponsive`, its values absent; one that never answered yet is `stale`.
  [[nodiscard]] std::vector<DeviceSample> latest(const Tick& now,
                                                 std::chrono::milliseconds patience) const;

 private:
  struct State;
  static void run(const std::shared_ptr<State>& state, const std::shared_ptr<GpuCollector>& gpu,
                  const std::shared_ptr<Arrivals>& arrivals);

  std::shared_ptr<GpuCollector> gpu_;
  std::shared_ptr<State> state_;
  DetachableThread thread_;
};

}  // namespace mimon
