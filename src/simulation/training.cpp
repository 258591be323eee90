#include "simulation/training.h"

#include <algorithm>

namespace mimon::simulation {

Training::Training(std::uint32_t seed, int gpus)
    : random_(seed * 2'654'435'761U + 1), gpus_in_use_(gpus), gpus_(gpus) {
  random_.discard(8);
  always_idle_ = between(0, 1) < 0.1;
  // Somewhere in a life, not all at its beginning.
  const double where = between(0, 1);
  enter(where < 0.12 ? Phase::idle : Phase::loading);
  if (where > 0.2 && !always_idle_) {
    loaded_ = 1;
    job_left_ = between(60, 3600);
    enter(Phase::computing);
  }
  left_ *= between(0.05, 1);
}

double Training::between(double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random_);
}

void Training::enter(Phase phase) {
  phase_ = phase;
  switch (phase) {
    case Phase::idle:
      left_ = between(60, 900);
      break;
    case Phase::loading:
      left_ = between(15, 60);
      job_left_ = between(600, 7200);
      job_memory_ = between(0.45, 0.93);
      job_load_ = between(0.72, 0.99);
      // Most jobs take the whole host.
      gpus_in_use_ = between(0, 1) < 0.8 ? gpus_ : std::max(1, gpus_ / 2);
      break;
    case Phase::computing:
      if (job_memory_ == 0) {
        job_memory_ = between(0.45, 0.93);
        job_load_ = between(0.72, 0.99);
      }
      left_ = between(90, 420);
      break;
    case Phase::saving:
      left_ = between(3, 12);
      break;
  }
}

void Training::advance(double seconds) {
  left_ -= seconds;
  if (phase_ == Phase::loading) loaded_ = std::min(1.0, loaded_ + seconds / 30);
  if (phase_ == Phase::computing) job_left_ -= seconds;
  if (phase_ == Phase::idle) loaded_ = std::max(0.0, loaded_ - seconds / 3);
  if (left_ > 0) return;
  switch (phase_) {
    case Phase::idle:
      enter(always_idle_ ? Phase::idle : Phase::loading);
      break;
    case Phase::loading:
    case Phase::saving:
      enter(Phase::computing);
      break;
    case Phase::computing:
      enter(job_left_ > 0 ? Phase::saving : Phase::idle);
      break;
  }
}

GpuWork Training::work(int index) {
  const bool used = index < gpus_in_use_;
  const double memory = used ? 0.006 + job_memory_ * loaded_ : 0.006;
  double busy = 0;
  if (used && phase_ == Phase::computing) busy = job_load_ + between(-0.06, 0.03);
  if (used && phase_ == Phase::loading) busy = between(0, 0.25);
  if (used && phase_ == Phase::saving) busy = between(0, 0.08);
  return {std::clamp(busy, 0.0, 1.0), std::clamp(memory, 0.0, 0.99)};
}

double Training::cpu() {
  switch (phase_) {
    case Phase::idle:
      return between(0.005, 0.03);
    case Phase::loading:
      return between(0.5, 0.85);
    case Phase::computing:
      return between(0.18, 0.32);
    case Phase::saving:
      return between(0.3, 0.5);
  }
  return 0;
}

double Training::memory() const {
  return 0.03 + 0.5 * loaded_ * job_memory_;
}

double Training::reading() {
  return phase_ == Phase::loading ? between(1e9, 3e9)
         : phase_ == Phase::idle  ? between(0, 1e5)
                                  : between(5e7, 2e8);
}

}  // namespace mimon::simulation
