#pragma once

#include <string>
#include <vector>

#include "metrics/snapshot.h"

namespace mimon::bench {

/// The day's values as integers, a column a series.
[[nodiscard]] std::vector<std::vector<std::int64_t>> columns_of(
    const std::vector<SnapshotPtr>& day);

/// Order-0 entropy of the deltas, in bytes a sample, mean over the series: what a coder that knows
/// each series' distribution of deltas, and nothing else, could reach at best.
[[nodiscard]] double delta_entropy(const std::vector<std::vector<std::int64_t>>& columns);

/// Varint deltas under zstd, a chunk an hour, in bytes a sample: what a general compressor makes of
/// it.
[[nodiscard]] double zstd_size(const std::vector<std::vector<std::int64_t>>& columns, int level);

}  // namespace mimon::bench
