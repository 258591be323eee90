#pragma once

#include <chrono>
#include <cstdint>

#include "stores/resolution.h"

namespace mimon::store {

/// How much is kept at least, in recorded time: the hours in which the machine was off do not
/// count. A little more is kept than asked, as data goes block by block.
struct Retention {
  std::chrono::seconds s1 = std::chrono::hours(24);
  std::chrono::seconds s10 = std::chrono::days(3);
  std::chrono::seconds m1 = std::chrono::days(14);
  std::chrono::seconds m5 = std::chrono::days(90);
  /// The most bytes on disk. When they run out, the finest oldest data goes first. 0: no cap.
  std::uint64_t max_bytes = std::uint64_t{2} << 30;

  [[nodiscard]] constexpr std::chrono::seconds of(Resolution resolution) const {
    switch (resolution) {
      case Resolution::s1:
        return s1;
      case Resolution::s10:
        return s10;
      case Resolution::m1:
        return m1;
      case Resolution::m5:
        return m5;
    }
    return s1;
  }
};

}  // namespace mimon::store
