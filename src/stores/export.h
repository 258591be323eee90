#pragma once

#include <cstdint>
#include <optional>

#include "stores/store.h"

namespace mimon::store {

/// Reads a range of any length in portions, so that it can be sent as it is read. For one thread;
/// the store must outlive it.
class Export {
 public:
  /// `query.max_points` does not count. Without a resolution, the finest that reaches back to the
  /// start is taken. About `kPortion` times are in memory at once.
  Export(const Store& store, Query query);

  /// The next portion, or why there is none, as `Store::query`. A portion is never empty, later
  /// than the one before, all at the same resolution. Absent after the last. A gap between two
  /// portions is not marked by an entry of its own.
  [[nodiscard]] Result<std::optional<QueryResult>> next();

  static constexpr std::int64_t kPortion = 3600;  ///< times

 private:
  const Store& store_;
  Query query_;
  const WallTime end_;
  bool begun_ = false;
};

}  // namespace mimon::store
