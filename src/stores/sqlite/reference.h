#pragma once

#include <cstdint>
#include <span>

#include "stores/sqlite/tier_column.h"

namespace mimon::store::sqlite {

using SeriesId = std::uint32_t;

/// How a series follows from another of the same block: `offset` plus the other's values, or minus
/// them. Memory that is free is all of it less what is used; the sum over all disks is the only
/// disk's. A value that one lacks the other lacks too.
struct Reference {
  SeriesId to = 0;  ///< less than the series' own id, and no reference itself
  bool negated = false;
  std::int64_t offset = 0;

  bool operator==(const Reference&) const = default;
};

/// Turns the other series' samples into those of the one that refers to it.
void resolve(const Reference& reference, std::span<std::int64_t> samples);

/// The same for buckets. `column.min` and `max` may be empty.
void resolve(const Reference& reference, TierColumn& column);

}  // namespace mimon::store::sqlite
