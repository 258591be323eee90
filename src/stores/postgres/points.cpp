#include "stores/postgres/points.h"

#include <algorithm>

#include "stores/buckets.h"
namespace mimon::store::postgres {
Span Span::of(const Query& query, Resolution resolution) {
  const std::int64_t start = first_second(query.start);
  const std::int64_t end = first_second(query.end);
  const std::int64_t width = width_for(end - start, step_of(resolution).count(), query.max_points);
  return {start / width * width, (end + width - 1) / width * width, width};
}

Resolution choose(const Query& query, const Oldest& oldest) {
  constexpr std::int64_t kTolerance = step_of(Resolution::m5).count();
  const std::int64_t start = std::max(first_second(query.start), oldest.back().value_or(0));
  const std::int64_t range = first_second(query.end) - first_second(query.start);
  const auto most =
      static_cast<std::int64_t>(query.max_points == 0 ? kAutoPoints : query.max_points);
  for (std::size_t i = 0; i < oldest.size(); ++i) {
    const Resolution resolution = kResolutions[i];
    if (range / step_of(resolution).count() > most) continue;
    if (oldest[i] && *oldest[i] <= start + kTolerance) return resolution;
  }
  return Resolution::m5;
}

}  // namespace mimon::store::postgres
