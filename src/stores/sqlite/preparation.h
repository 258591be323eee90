#pragma once

#include <span>
#include <vector>

#include "stores/sqlite/answer.h"
#include "stores/sqlite/batch.h"
#include "stores/sqlite/compaction.h"
#include "stores/sqlite/registry.h"

namespace mimon::store::sqlite {

/// A question and what answers it, as the lists of batches and blocks were at one moment; those may
/// change afterwards.
struct Preparation {
  QueryResult result;  ///< without times and values
  Request request;
  std::vector<Part> parts;
  std::vector<BatchCopy> batches;
};

/// `query` must have passed `check`.
[[nodiscard]] Preparation prepare(const Query& query, const Registry& registry,
                                  std::span<const Batch> batches, const Blocks& blocks);

/// The answer. `database` sees the file as it was when the question was prepared; null where there
/// is no file. Damaged blocks give no values, and their ids go to `damaged`.
[[nodiscard]] Result<QueryResult> answer(Preparation prepared, Database* database,
                                         std::vector<std::int64_t>& damaged);

[[nodiscard]] std::vector<BatchInfo> infos_of(std::span<const Batch> batches);
[[nodiscard]] std::vector<SeriesInfo> series_of(const Registry& registry);

}  // namespace mimon::store::sqlite
