#include "sampler/slow_lane.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

namespace mimon {

struct SlowLane::State {
  mutable std::mutex mutex;
  std::condition_variable changed;
  bool stop = false;
  std::chrono::milliseconds period{};
  MonoTime answered{};
  std::uint64_t answers = 0;
  Answer answer;
};

SlowLane::SlowLane(std::unique_ptr<SlowHostCollector> collector, const Clock& clock)
    : state_([&] {
        auto state = std::make_shared<State>();
        state->period = collector->period();
        state->answered = clock.mono();
        state->answer.status = {std::string(collector->name()), true, ""};
        return state;
      }()),
      thread_([state = state_, source = std::shared_ptr<SlowHostCollector>(std::move(collector)),
               &clock] {
        std::unique_lock lock(state->mutex);
        while (!state->stop) {
          const std::uint64_t number = state->answers + 1;
          lock.unlock();
          Batch batch({number, clock.wall(), clock.mono()});
          Answer answer{source->collect(batch), {}};
          for (DeviceSample& sample : batch.take()) {
            answer.samples.push_back(std::make_shared<const DeviceSample>(std::move(sample)));
          }
          lock.lock();
          state->answer = std::move(answer);
          state->answered = clock.mono();
          state->answers = number;
          state->changed.notify_all();
          state->changed.wait_for(lock, state->period, [&] { return state->stop; });
        }
      }) {}

SlowLane::~SlowLane() {
  stop();
}

bool SlowLane::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
    state_->changed.notify_all();
  }
  return thread_.end();
}

SlowLane::Answer SlowLane::latest(const Tick& now) const {
  std::unique_lock lock(state_->mutex);
  Answer answer = state_->answer;
  const auto age = now.mono - state_->answered;
  const bool old = age >= 3 * state_->period;
  lock.unlock();
  if (!old) return answer;
  const double seconds = std::chrono::duration<double>(age).count();
  answer.status.ok = false;
  answer.status.detail = fmt::format("Has not answered for {:.0f} s.", seconds);
  for (DeviceSamplePtr& sample : answer.samples) {
    DeviceSample stale = *sample;
    stale.state = DeviceState::stale;
    stale.detail = answer.status.detail;
    stale.values.make_absent(Absence::stale);
    sample = std::make_shared<const DeviceSample>(std::move(stale));
  }
  return answer;
}

void SlowLane::wait_for_first(std::chrono::milliseconds patience) const {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait_for(lock, patience, [&] { return state_->answers > 0; });
}

}  // namespace mimon
