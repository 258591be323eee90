#include "stores/buckets.h"

namespace mimon::store {

std::int64_t width_for(std::int64_t range, std::int64_t step, std::size_t max_points) {
  if (max_points == 0) return step;
  // A range that begins within a bucket touches one more.
  const auto most = static_cast<std::int64_t>(max_points) - (step > 1 ? 1 : 0);
  if ((range + step - 1) / step <= most) return step;
  const auto fewer = static_cast<std::int64_t>(max_points) - 1;
  const std::int64_t width = (range + fewer - 1) / fewer;
  return (width + step - 1) / step * step;
}

}  // namespace mimon::store
