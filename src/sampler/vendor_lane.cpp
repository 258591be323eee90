#include "sampler/vendor_lane.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

namespace mimon {

struct VendorLane::State {
  mutable std::mutex mutex;
  std::condition_variable changed;
  bool stop = false;
  bool asked_once = false;
  bool asking = true;
  MonoTime since{};
  GpuVendor::Report report;
};

VendorLane::VendorLane(std::unique_ptr<GpuVendor> vendor, std::chrono::milliseconds period,
                       const Clock& clock)
    : state_(std::make_shared<State>()),
      thread_(
          [state = state_, vendor = std::shared_ptr<GpuVendor>(std::move(vendor)), period, &clock] {
            std::unique_lock lock(state->mutex);
            state->since = clock.mono();
            state->report.status.vendor = std::string(vendor->name());
            while (!state->stop) {
              state->asking = true;
              lock.unlock();
              auto report = vendor->discover();
              lock.lock();
              state->asking = false;
              state->asked_once = true;
              state->report = std::move(report);
              state->changed.notify_all();
              state->changed.wait_for(lock, period, [&] { return state->stop; });
              if (!state->stop) state->since = clock.mono();
            }
          }) {}

VendorLane::~VendorLane() {
  stop();
}

bool VendorLane::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
    state_->changed.notify_all();
  }
  return thread_.end();
}

GpuVendor::Report VendorLane::latest(MonoTime now, std::chrono::milliseconds patience) const {
  const std::lock_guard lock(state_->mutex);
  GpuVendor::Report report = state_->report;
  if (state_->asking && state_->since != MonoTime{} && now - state_->since >= patience) {
    report.status.state = VendorStatus::State::failed;
    report.status.detail = fmt::format("The driver has not answered for {:.0f} s.",
                                       seconds_between(state_->since, now));
  }
  return report;
}

void VendorLane::wait_for_first(std::chrono::milliseconds patience) const {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, patience, [&] { return state_->asked_once; });
}

}  // namespace mimon
