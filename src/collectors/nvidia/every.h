#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"

namespace mimon::nvidia {

/// Says when something that is done once a period is due. Ticks are not to the millisecond, so one
/// that comes a little early counts.
class Every {
 public:
  explicit Every(std::chrono::milliseconds period) : period_(period) {}

  /// True at the first call and once a period; then the period starts anew.
  [[nodiscard]] bool due(MonoTime now) {
    if (last_ && now - *last_ < period_ - period_ / 20) return false;
    last_ = now;
    return true;
  }
  /// True until `due` was asked.
  [[nodiscard]] bool fresh() const { return !last_; }
  /// Makes the next call be due.
  void reset() { last_.reset(); }

 private:
  std::chrono::milliseconds period_;
  std::optional<MonoTime> last_;
};

}  // namespace mimon::nvidia
