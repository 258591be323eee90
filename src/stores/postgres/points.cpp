#include "stores/postgres/points.h"

#include <algorithm>

#include "stores/buckets.h"
#include "stores/choice.h"

namespace mimon::store::postgres {
Span Span::of(const Query& query, Resolution resolution) {
  const std::int64_t start = first_second(query.start);
  const std::int64_t end = first_second(query.end);
  const std::int64_t width = width_for(end - start, step_of(resolution).count(), query.max_points);
  return {start / width * width, (end + width - 1) / width * width, width};
}

Resolution choose(const Query& query, const Oldest& oldest) {
  const std::int64_t start = first_second(query.start);
  Reaches reaches;
  for (std::size_t i = 0; i < reaches.size() && i < oldest.size(); ++i) {
    if (!oldest[i]) continue;
    const std::int64_t first = std::max(*oldest[i], start);
    const std::int64_t last = first + step_of(kResolutions[i]).count() - 1;
    reaches.at(i) = {.first = first, .surely = last, .after_gaps = last};
  }
  return store::choose(query, reaches);
}

}  // namespace mimon::store::postgres
