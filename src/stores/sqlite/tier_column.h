#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/units.h"
#include "stores/sqlite/column_codec.h"

namespace mimon::store::sqlite {

/// An average has one decimal more than the values it is made of.
inline constexpr std::int64_t kFiner = 10;

/// A series at a coarser resolution: an entry a bucket, `kAbsent` where it holds no sample. A
/// metric's values are integers without their point; an average is kept
/// to a tenth of the step in which its source moves.
struct TierColumn {
  std::vector<std::int64_t> avg;
  std::vector<std::int64_t> min;
  std::vector<std::int64_t> max;

  bool operator==(const TierColumn&) const = default;
};

/// Which bucket each time falls into.
struct Buckets {
  std::vector<std::int64_t> times;  ///< where each bucket begins, a multiple of the width
  std::vector<std::uint32_t> of;    ///< for each time, its bucket
};

[[nodiscard]] Buckets cut(std::span<const std::int64_t> times, std::int64_t width);

/// Buckets from samples. Flags: `max` and `avg` have every bit that was set, `min` those that
/// always were.
[[nodiscard]] TierColumn roll_up(std::span<const std::int64_t> samples, const Buckets& buckets,
                                 Kind kind);
/// Larger buckets from smaller ones.
[[nodiscard]] TierColumn roll_up(const TierColumn& column, const Buckets& buckets, Kind kind);

/// Joins `next` to the end of `column`. Where they meet in the same bucket (`shared`), that becomes
/// one.
void join(TierColumn& column, const TierColumn& next, bool shared, Kind kind);

[[nodiscard]] std::string encode(const TierColumn& column, ColumnEncoder& encoder, Effort effort);

/// False on damaged bytes. `size` is the number of buckets; without `min_max` only `avg` is filled.
[[nodiscard]] bool decode(std::string_view bytes, std::size_t size, bool min_max,
                          ColumnDecoder& decoder, TierColumn& column);

}  // namespace mimon::store::sqlite
