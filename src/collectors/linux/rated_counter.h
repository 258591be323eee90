#pragma once

#include <cstdint>
#include <optional>

#include "collectors/linux/scan.h"
#include "metrics/absence.h"
#include "metrics/rate.h"

namespace mimon::host {

/// A counter as read, and its growth a second. What could not be read gives neither, and the rate
/// starts anew after it.
class RatedCounter {
 public:
  void update(std::optional<std::uint64_t> counter, MonoTime now) {
    counter_ = counter;
    if (counter) {
      rate_value_ = rate_.update(*counter, now);
    } else {
      rate_.reset();
      rate_value_.reset();
    }
  }

  [[nodiscard]] std::optional<double> value() const { return as_value(counter_); }
  [[nodiscard]] std::optional<double> rate() const { return rate_value_; }
  /// Why there is no rate.
  [[nodiscard]] Absence rate_absence() const {
    return counter_ ? Absence::not_ready : Absence::invalid;
  }

 private:
  Rate rate_;
  std::optional<std::uint64_t> counter_;
  std::optional<double> rate_value_;
};

}  // namespace mimon::host
