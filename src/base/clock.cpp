#include "base/clock.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace mimon {

using std::chrono::duration_cast;
using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

WallTime SystemClock::wall() const {
  return floor<milliseconds>(std::chrono::system_clock::now());
}

MonoTime SystemClock::mono() const {
  return std::chrono::steady_clock::now();
}

ManualClock::ManualClock(WallTime start)
    : wall_(start.time_since_epoch()), mono_(std::chrono::hours(1)) {}

WallTime ManualClock::wall() const {
  return WallTime(wall_.load());
}

MonoTime ManualClock::mono() const {
  return MonoTime(mono_.load());
}

void ManualClock::advance(nanoseconds by) {
  wall_ = wall_.load() + duration_cast<milliseconds>(by);
  mono_ = mono_.load() + by;
}

void ManualClock::step_wall(milliseconds by) {
  wall_ = wall_.load() + by;
}

std::string iso8601(WallTime time) {
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace mimon
