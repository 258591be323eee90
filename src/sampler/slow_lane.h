#pragma once

#include <memory>
#include <vector>

#include "collectors/collector.h"
#include "sampler/detachable_thread.h"

namespace mimon {

/// The thread of a host collector that may hang.
class SlowLane {
 public:
  SlowLane(std::unique_ptr<SlowHostCollector> collector, const Clock& clock);
  ~SlowLane();
  SlowLane(const SlowLane&) = delete;
  SlowLane& operator=(const SlowLane&) = delete;

  /// Ends the thread; false where it hangs and had to be let go.
  bool stop();

  struct Answer {
    CollectorStatus status;
    std::vector<DeviceSamplePtr> samples;
  };

  /// The newest answer; after three periods without a new one its values are absent as `stale`.
  [[nodiscard]] Answer latest(const Tick& now) const;

  /// Waits for the first answer, `patience` at most.
  void wait_for_first(std::chrono::milliseconds patience) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
  DetachableThread thread_;
};

}  // namespace mimon
