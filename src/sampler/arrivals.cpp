#include "sampler/arrivals.h"

namespace mimon {

void Arrivals::expect(std::uint64_t tick, std::size_t expected) {
  const std::lock_guard lock(mutex_);
  tick_ = tick;
  missing_ = expected;
}

void Arrivals::arrive(std::uint64_t tick) {
  const std::lock_guard lock(mutex_);
  if (tick != tick_ || missing_ == 0) return;
  --missing_;
  if (missing_ == 0) all_here_.notify_one();
}

bool Arrivals::wait(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return all_here_.wait_for(lock, patience, [&] { return missing_ == 0; });
}

}  // namespace mimon
