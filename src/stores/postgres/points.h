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

/// A tick, or a bucket of them.
struct Moment {
  std::int64_t time = 0;
  std::int64_t spacing = 1;  ///< until the next is expected
};

/// Where each of the moments, which ascend, goes in an answer: fills `times`, with an entry more
/// for each gap.
[[nodiscard]] std::vector<std::size_t> place(const std::vector<Moment>& moments, std::int64_t width,
                                             std::vector<std::chrono::sys_seconds>& times);

/// The oldest data there is, by resolution; absent where there is none.
using Oldest = std::vector<std::optional<std::int64_t>>;

/// The resolution for a query that leaves it open.
[[nodiscard]] Resolution choose(const Query& query, const Oldest& oldest);

}  // namespace mimon::store::postgres
