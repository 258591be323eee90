#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

/// How every store cuts time into the buckets of an answer, and joins flags within one.
namespace mimon::store {

/// The first whole second that is not before `time`, since 1970.
[[nodiscard]] inline std::int64_t first_second(WallTime time) {
  return std::chrono::ceil<std::chrono::seconds>(time).time_since_epoch().count();
}

/// The width in seconds of buckets, a multiple of `step`, that keeps an answer for `range` seconds
/// within `max_points`; 0 is no limit.
[[nodiscard]] std::int64_t width_for(std::int64_t range, std::int64_t step, std::size_t max_points);

/// The bits that both have, and that either has, of flags kept as numbers.
[[nodiscard]] inline double and_bits(double a, double b) {
  return static_cast<double>(static_cast<std::int64_t>(a) & static_cast<std::int64_t>(b));
}
[[nodiscard]] inline double or_bits(double a, double b) {
  return static_cast<double>(static_cast<std::int64_t>(a) | static_cast<std::int64_t>(b));
}

}  // namespace mimon::store
