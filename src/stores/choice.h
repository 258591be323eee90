#pragma once

#include <array>
#include <cstdint>
#include <limits>

#include "stores/store.h"

namespace mimon::store {

/// Where data of one resolution begins, as far as it counts for a range; seconds since 1970.
struct Reach {
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  bool goes_back = false;  ///< there is data from before the range as well
  /// The first second that may have data, at or after the range's start.
  std::int64_t first = kNever;
  /// The latest at which data begins that is known to be there: a bucket's may begin at its end.
  std::int64_t surely = kNever;
  /// The same if what is missing somewhere in its stretch of time is missing at the start.
  std::int64_t after_gaps = kNever;
};

/// By resolution.
using Reaches = std::array<Reach, std::size(kResolutions)>;

/// The resolution for a query that leaves it open: the finest that keeps within its limit of points
/// and begins about where the one begins that reaches back furthest, to a hundredth of the range
/// and five minutes at most. So old or new data elsewhere in time, such as that of a clock that was
/// wrong for a moment, counts for nothing.
[[nodiscard]] Resolution choose(const Query& query, const Reaches& reaches);

}  // namespace mimon::store
