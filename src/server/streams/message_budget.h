#pragma once

#include <algorithm>
#include <chrono>

#include "base/clock.h"

namespace mimon::server {

/// How much a client may ask for: a burst, and then so many a second. More is a flood.
class MessageBudget {
 public:
  static constexpr double kBurst = 100;
  static constexpr double kRate = 20;

  /// Takes one; false where none is left.
  [[nodiscard]] bool take(MonoTime now) {
    const std::chrono::duration<double> passed = now - filled_;
    left_ = filled_ == MonoTime{} ? kBurst : std::min(kBurst, left_ + passed.count() * kRate);
    filled_ = now;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }

 private:
  double left_ = kBurst;
  MonoTime filled_{};
};

}  // namespace mimon::server
