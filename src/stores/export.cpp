#include "stores/export.h"

#include <algorithm>

namespace mimon::store {

Export::Export(const Store& store, Query query)
    : store_(store), query_(std::move(query)), end_(query_.end) {
  query_.max_points = kMaxValues;
  query_.resolution = store.resolution_for(query_);
  query_.max_points = 0;
}

Result<std::optional<QueryResult>> Export::next() {
  const std::chrono::seconds step = step_of(*query_.resolution);
  if (query_.start >= end_ && !begun_) return check(query_).error();
  while (query_.start < end_) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(query_.start);
    const auto bucket = whole - whole.time_since_epoch() % step;
    query_.end = std::min<WallTime>(bucket + kPortion * step, end_);
    auto portion = store_.query(query_);
    if (!portion) return portion.error();
    begun_ = true;
    query_.start = query_.end;
    if (!portion->times.empty()) return std::optional(std::move(*portion));
  }
  return std::optional<QueryResult>();
}

}  // namespace mimon::store
