#pragma once

#include <memory>

#include "collectors/collector.h"
#include "sampler/detachable_thread.h"

namespace mimon {

/// One vendor's thread: looks for the driver and its GPUs again and again.
class VendorLane {
 public:
  VendorLane(std::unique_ptr<GpuVendor> vendor, std::chrono::milliseconds period,
             const Clock& clock);
  ~VendorLane();
  VendorLane(const VendorLane&) = delete;
  VendorLane& operator=(const VendorLane&) = delete;

  /// Ends the thread; false where it hangs and had to be let go.
  bool stop();

  /// The newest report. Before the first it has no GPU and `starting`; where the driver has kept
  /// the vendor waiting for `patience` its status is `failed`.
  [[nodiscard]] GpuVendor::Report latest(MonoTime now, std::chrono::milliseconds patience) const;

  /// Waits for the first report, `patience` at most.
  void wait_for_first(std::chrono::milliseconds patience) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
  DetachableThread thread_;
};

}  // namespace mimon
