#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "stores/sqlite/block.h"
#include "stores/sqlite/column_codec.h"
#include "stores/sqlite/reference.h"

namespace mimon::store::sqlite {

/// Finds series of a block that follow from another, while the block's chunks are made one after
/// the other. For one block and one thread.
class ReferenceFinder {
 public:
  /// What the next series, of id `id`, can refer to among `chunks`, those before it. Nothing for
  /// a series that stays the same: its column is shorter than a reference. What is found was
  /// compared value by value.
  [[nodiscard]] std::optional<Reference> find(SeriesId id, std::span<const std::int64_t> samples,
                                              std::span<const Chunk> chunks);
  [[nodiscard]] std::optional<Reference> find(SeriesId id, const TierColumn& column,
                                              std::span<const Chunk> chunks);

 private:
  [[nodiscard]] const Chunk* candidate(SeriesId id, std::span<const std::int64_t> values,
                                       std::span<const Chunk> chunks);

  std::unordered_map<std::uint64_t, SeriesId> seen_;  ///< by the shape of their values
  std::vector<std::int64_t> samples_;
  TierColumn column_;
  ColumnDecoder decoder_;
};

}  // namespace mimon::store::sqlite
