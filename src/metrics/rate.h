#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace mimon {

/// A counter's growth a second, from its readings. A reset or a wrap gives no value for one sample
/// rather than a spike, and so does a pause of more than `kLongestPause`.
class Rate {
 public:
  /// Takes a reading; returns the rate since the last one, absent where there is none to compare.
  [[nodiscard]] std::optional<double> update(std::uint64_t counter, MonoTime now);
  /// Forgets the last reading: the source was away.
  void reset() { last_.reset(); }

  static constexpr std::chrono::seconds kLongestPause{60};

 private:
  struct Last {
    std::uint64_t counter;
    MonoTime time;
  };
  std::optional<Last> last_;
};

}  // namespace mimon
