#include "stores/axis.h"

#include <algorithm>

namespace mimon::store {

void Axis::start_bucket(std::int64_t bucket, std::int64_t spacing) {
  const std::int64_t expected = std::max({width_, spacing, spacing_});
  const std::int64_t distance = bucket - last_;
  if (!times_.empty() && 2 * distance > 3 * expected && distance >= expected + width_) {
    const std::int64_t missing = last_ + expected;
    push(missing - missing % width_);
  }
  push(bucket);
}

void Axis::push(std::int64_t time) {
  times_.emplace_back(std::chrono::seconds(time));
  last_ = time;
}

}  // namespace mimon::store
