#include "sampler/gpu_lane.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace mimon {

struct GpuLane::State {
  std::mutex mutex;
  std::condition_variable wake;
  bool stop = false;
  bool busy = false;
  std::optional<Tick> wanted;
  MonoTime asked{};  ///< when the call that runs now, or ran last, was asked for
  DevicePtr device;
  std::vector<DeviceSample> samples;
};

GpuLane::GpuLane(std::shared_ptr<GpuCollector> gpu, const Clock& clock,
                 std::shared_ptr<Arrivals> arrivals)
    : gpu_(std::move(gpu)),
      state_([&] {
        auto state = std::make_shared<State>();
        state->device = gpu_->device();
        state->asked = clock.mono();
        return state;
      }()),
      thread_([state = state_, gpu = gpu_, arrivals = std::move(arrivals)] {
        run(state, gpu, arrivals);
      }) {}

GpuLane::~GpuLane() {
  stop();
}

bool GpuLane::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
    state_->wake.notify_one();
  }
  return thread_.end();
}

bool GpuLane::request(const Tick& tick) {
  const std::lock_guard lock(state_->mutex);
  if (state_->busy) return false;
  state_->busy = true;
  state_->wanted = tick;
  state_->asked = tick.mono;
  state_->wake.notify_one();
  return true;
}

void GpuLane::run(const std::shared_ptr<State>& state, const std::shared_ptr<GpuCollector>& gpu,
                  const std::shared_ptr<Arrivals>& arrivals) {
  for (;;) {
    std::unique_lock lock(state->mutex);
    state->busy = false;
    state->wake.wait(lock, [&] { return state->stop || state->wanted; });
    if (state->stop) return;
    const Tick tick = *std::exchange(state->wanted, std::nullopt);
    lock.unlock();

    auto samples = gpu->collect(tick);
    auto device = gpu->device();
    lock.lock();
    state->samples = std::move(samples);
    state->device = std::move(device);
    lock.unlock();
    arrivals->arrive(tick.number);
    gpu->collect_slow(tick);
  }
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
