#pragma once

#include <atomic>
#include <chrono>
#include <string>

namespace mimon {

/// Time of day, UTC, to the millisecond. May step back and forward: only for showing and storing.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// Time since boot, suspend excluded. Never steps back: the base of every rate and deadline.
using MonoTime = std::chrono::steady_clock::time_point;

/// The one source of time. Safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual WallTime wall() const = 0;
  [[nodiscard]] virtual MonoTime mono() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override;
  [[nodiscard]] MonoTime mono() const override;
};

/// A clock that moves only when told to, for tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime start = WallTime(std::chrono::seconds(1'700'000'000)));
  [[nodiscard]] WallTime wall() const override;
  [[nodiscard]] MonoTime mono() const override;

  /// Moves both clocks.
  void advance(std::chrono::nanoseconds by);
  /// Moves the time of day alone, as an administrator or NTP does; may be negative.
  void step_wall(std::chrono::milliseconds by);

 private:
  std::atomic<std::chrono::milliseconds> wall_;
  std::atomic<std::chrono::nanoseconds> mono_;
};

/// ISO 8601 in UTC with milliseconds: `2026-01-31T23:59:59.123Z`.
[[nodiscard]] std::string iso8601(WallTime time);

/// Seconds between two monotonic times, with fraction; negative where `to` is the earlier.
[[nodiscard]] inline double seconds_between(MonoTime from, MonoTime to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace mimon
