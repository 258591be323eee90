#include "stores/axis.h"

#include <algorithm>

namespace mimon::store {

void Axis::start_bucket(std::int64_t bucket, std::int64_t spacing) {
  const std::int64_t expected = std::max({width_, spacing, spacing_});
  if (!times_.empty() && 2 * (bucket - last_) > 3 * expected) push(last_ + expected);
  push(bucket);
}

void Axis::push(std::int64_t time) {
  times_.emplace_back(std::chrono::seconds(time));
  last_ = time;
}

}  // namespace mimon::store
