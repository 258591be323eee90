#pragma once

#include <string>

namespace mimon::fake_nvml {

/// The scenario's time in seconds. By default real monotonic time since the library was loaded;
/// with MIMON_FAKE_NVML_TIME=FILE the decimal number in that file, read at each call, so that a
/// test advances time by writing it. Thread-safe.
class Clock {
 public:
  /// `file` may be empty: real time.
  explicit Clock(std::string file) : file_(std::move(file)) {}

  [[nodiscard]] static Clock from_environment();

  /// An absent or unreadable file reads as 0.
  [[nodiscard]] double now() const;
  /// Blocks until now() has reached `seconds`.
  void wait_until(double seconds) const;
  /// `seconds` of this clock as microseconds since 1970. With a file, second 0 is a fixed date.
  [[nodiscard]] long long unix_usec(double seconds) const;

 private:
  std::string file_;
};

}  // namespace mimon::fake_nvml
