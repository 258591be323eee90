#pragma once

#include <cstdint>
#include <vector>

#include "stores/sqlite/answer.h"
#include "stores/sqlite/tick_row.h"

namespace mimon::store::sqlite {

/// Ticks that will become one block: ascending in time, at one interval, within one period.
struct Batch {
  std::vector<Tick> ticks;  ///< never empty
  std::size_t written = 0;  ///< how many of them are rows in the file
  std::int64_t first_row = 0;

  [[nodiscard]] BatchInfo info(std::size_t index) const {
    return {index, ticks.front().time, ticks.back().time, ticks.front().interval};
  }
  [[nodiscard]] BatchCopy copy(const std::vector<SeriesId>& series) const;
};

/// Ticks are sealed into a block when a period ends, and an interval or the clock changes.
inline constexpr std::int64_t kPeriod = 300;

/// Whether a tick continues the batch.
[[nodiscard]] bool continues(const Batch& batch, const Tick& tick);

}  // namespace mimon::store::sqlite
