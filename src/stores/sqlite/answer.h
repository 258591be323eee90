#pragma once

#include <span>
#include <vector>

#include "stores/sqlite/block.h"
#include "stores/sqlite/column_codec.h"
#include "stores/sqlite/plan.h"
#include "stores/store.h"

namespace mimon::store::sqlite {

/// A copy of what a query needs of a batch of ticks that are not sealed yet.
struct BatchCopy {
  std::vector<std::int64_t> times;
  std::vector<SeriesId> series;                   ///< ascending
  std::vector<std::vector<std::int64_t>> values;  ///< by series, then by time
};

struct Wanted {
  SeriesId id = 0;
  double scale = 1;  ///< what its values were multiplied by
};

/// What an answer is made for.
struct Request {
  std::int64_t start = 0;  ///< seconds since 1970, first and one past the last; multiples of width
  std::int64_t end = 0;
  std::int64_t width = 1;                    ///< of a bucket in seconds
  std::vector<std::vector<Wanted>> columns;  ///< for each column what it is made of
  Query query;                               ///< what was asked
};

/// Fills `result.times` and the columns' values from the parts. A block that is damaged gives no
/// values, and its id goes to `damaged`. An error is one of reading the file as a whole, or the
/// refusal of `check_size`.
[[nodiscard]] Result<void> fill(Database* database, std::span<const Part> parts,
                                std::span<const BatchCopy> batches, const Request& request,
                                QueryResult& result, std::vector<std::int64_t>& damaged);

}  // namespace mimon::store::sqlite
