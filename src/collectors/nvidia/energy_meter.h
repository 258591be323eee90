#pragma once

#include <chrono>
#include <optional>

#include "base/clock.h"
#include "metrics/values.h"

namespace mimon::nvidia {

/// The energy of a GPU that has no counter of its own, summed up from its power since the start.
/// Spans in which the power is not known are left out. For one thread.
class EnergyMeter {
 public:
  /// Takes the power at `now` from `values` and puts the energy there, where the GPU has none.
  void fill(Values& values, MonoTime now);
  /// The GPU was away: the span until the next value is not counted.
  void pause() { last_.reset(); }

  static constexpr std::chrono::seconds kLongestSpan{10};

 private:
  struct Power {
    double watts;
    MonoTime time;
  };
  double joules_ = 0;
  std::optional<Power> last_;
};

}  // namespace mimon::nvidia
