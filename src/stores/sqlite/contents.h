#pragma once

#include <vector>

#include "base/result.h"
#include "stores/sqlite/batch.h"
#include "stores/sqlite/compaction.h"
#include "stores/sqlite/database.h"
#include "stores/sqlite/registry.h"

namespace mimon::store::sqlite {

/// What a history file lists at one moment. The values in its blocks stay in the file.
struct Contents {
  Registry registry;
  Blocks blocks;
  std::vector<Batch> batches;  ///< ticks that are not sealed into a block yet
  /// Rows of ticks that make no sense, or tell what changed since one that makes none.
  std::vector<std::int64_t> unreadable;
  std::int64_t last_row = 0;  ///< no tick has a higher one, readable or not

  /// The caller holds a transaction where others may write.
  [[nodiscard]] static Result<Contents> read(Database& database);
};

}  // namespace mimon::store::sqlite
