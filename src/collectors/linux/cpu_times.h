#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "metrics/absence.h"
#include "metrics/cpu_times.h"

namespace mimon::host {

/// What follows the name on a `cpu` line; absent where a field is missing or too large.
[[nodiscard]] std::optional<CpuTimes> parse_cpu_times(std::string_view fields);

/// Shares of the time between two readings, in per cent of it.
struct CpuShares {
  double busy = 0;    ///< all but idle and iowait
  double user = 0;    ///< with nice and guests
  double system = 0;  ///< with interrupts
  double iowait = 0;
  double steal = 0;
};

/// Turns readings into shares. Absent (`not_ready`) at the first reading, after a counter went
/// backwards, after a pause of more than `Rate::kLongestPause`, and where no tick has passed.
class CpuUsage {
 public:
  /// Takes a reading; none means the line made no sense (`invalid`).
  void update(const std::optional<CpuTimes>& times, MonoTime now);
  /// Forgets the last reading: the CPU was away.
  void reset() { last_.reset(); }

  [[nodiscard]] const std::optional<CpuShares>& shares() const { return shares_; }
  [[nodiscard]] Absence absence() const { return absence_; }

 private:
  std::optional<CpuTimes> last_;
  MonoTime last_time_{};
  std::optional<CpuShares> shares_;
  Absence absence_ = Absence::not_ready;
};

}  // namespace mimon::host
