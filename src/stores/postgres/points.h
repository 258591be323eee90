#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stores/store.h"

namespace mimon::store::postgres {

/// The stretch of time that an answer is made for, in seconds since 1970.
struct Span {
  std::int64_t start = 0;  ///< first and one past the last; multiples of width
  std::int64_t end = 0;
  std::int64_t width = 1;  ///< of a bucket

  /// What `query` asks for at a resolution.
  [[nodiscard]] static Span of(const Query& query, Resolution resolution);
};

/// The oldest data there is from a time on, by resolution; absent where there is none.
using Oldest = std::vector<std::optional<std::int64_t>>;

/// The resolution for a query that leaves it open; `oldest` is that from the query's start on.
[[nodiscard]] Resolution choose(const Query& query, const Oldest& oldest);

}  // namespace mimon::store::postgres
