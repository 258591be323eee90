#include "sampler/gpu_lane.h"

#include <fmt/format.h>

#include <mutex>
#include <utility>

namespace mimon {

struct GpuLane::State {
  std::shared_ptr<GpuCollector> gpu;
  std::shared_ptr<GpuCrew::Queue> crew;
  std::shared_ptr<Arrivals> arrivals;

  std::mutex mutex;
  bool busy = false;
  MonoTime asked{};  ///< when the call that runs now, or ran last, was asked for
  DevicePtr device;
  std::vector<DeviceSample> samples;
};

GpuLane::GpuLane(std::shared_ptr<GpuCollector> gpu, const Clock& clock,
                 std::shared_ptr<GpuCrew::Queue> crew, std::shared_ptr<Arrivals> arrivals)
    : gpu_(std::move(gpu)), state_(std::make_shared<State>()) {
  state_->gpu = gpu_;
  state_->crew = std::move(crew);
  state_->arrivals = std::move(arrivals);
  state_->device = gpu_->device();
  state_->asked = clock.mono();
}

std::optional<GpuCrew::Job> GpuLane::request(const Tick& tick) {
  const std::lock_guard lock(state_->mutex);
  if (state_->busy) return std::nullopt;
  state_->busy = true;
  state_->asked = tick.mono;
  return [state = state_, tick] { collect(state, tick); };
}

void GpuLane::collect(const std::shared_ptr<State>& state, const Tick& tick) {
  auto samples = state->gpu->collect(tick);
  auto device = state->gpu->device();
  {
    const std::lock_guard lock(state->mutex);
    state->samples = std::move(samples);
    state->device = std::move(device);
  }
  // Behind the samples of the other GPUs, for which the tick waits.
  state->crew->push([state, tick] { collect_slow(state, tick); });
  state->arrivals->arrive(tick.number);
}

void GpuLane::collect_slow(const std::shared_ptr<State>& state, const Tick& tick) {
  state->gpu->collect_slow(tick);
  const std::lock_guard lock(state->mutex);
  state->busy = false;
}

std::vector<DeviceSample> GpuLane::latest(const Tick& now,
                                          std::chrono::milliseconds patience) const {
  std::unique_lock lock(state_->mutex);
  std::vector<DeviceSample> samples = state_->samples;
  const bool late = state_->busy && now.mono - state_->asked >= patience;
  const double waited = seconds_between(state_->asked, now.mono);
  if (samples.empty()) {
    DeviceSample sample;
    sample.device = state_->device;
    sample.wall = now.wall;
    sample.mono = now.mono;
    sample.state = DeviceState::stale;
    sample.detail = "Waiting for the first sample.";
    sample.processes_absence = Absence::not_ready;
    samples.push_back(std::move(sample));
  }
  lock.unlock();
  if (!late) return samples;
  for (DeviceSample& sample : samples) {
    sample.state = DeviceState::unresponsive;
    sample.detail = fmt::format("The driver has not answered for {:.0f} s.", waited);
    sample.values.make_absent(Absence::unresponsive);
    sample.processes.clear();
    sample.processes_absence = Absence::unresponsive;
  }
  return samples;
}

}  // namespace mimon
