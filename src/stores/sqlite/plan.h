#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stores/sqlite/block.h"
#include "stores/store.h"

namespace mimon::store::sqlite {

/// What a batch of ticks that are not sealed yet spans.
struct BatchInfo {
  std::size_t index = 0;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t spacing = 1;
};

/// A stretch of time and what answers for it.
struct Part {
  std::optional<BlockInfo> block;  ///< absent: the batch
  std::size_t batch = 0;
  std::int64_t from = 0;  ///< first and last time that counts
  std::int64_t to = 0;
  std::int64_t spacing = 1;
};

/// Whether a block's data takes part in an answer at a resolution. A finer block does as long as it
/// was not rolled up into that resolution: every merged 1 s block is rolled up to 1 min, and a
/// block that leaves its tier is replaced by the next coarser one's, so nothing counts twice.
[[nodiscard]] bool serves(const BlockInfo& block, Resolution resolution);

/// What answers for [start, end) at a resolution, by time, without overlaps: where two blocks hold
/// the same time, because the clock was set back, the one of the higher rank counts. `blocks`
/// ascend by rank.
[[nodiscard]] std::vector<Part> plan(std::span<const BlockInfo> blocks,
                                     std::span<const BatchInfo> batches, Resolution resolution,
                                     std::int64_t start, std::int64_t end);

/// The resolution for a query that leaves it open.
[[nodiscard]] Resolution choose(const Query& query, std::span<const BlockInfo> blocks,
                                std::span<const BatchInfo> batches);

}  // namespace mimon::store::sqlite
