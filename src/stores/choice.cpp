#include "stores/choice.h"

#include <algorithm>

#include "stores/buckets.h"

namespace mimon::store {
namespace {

constexpr std::int64_t kTolerance = 300;

// Sums stay in range: a time is clipped to the end first.
bool begins_in_time(const Reach& reach, const Reaches& reaches, std::int64_t start,
                    std::int64_t end) {
  std::int64_t first = end;
  std::int64_t best = end;
  for (const Reach& other : reaches) {
    first = std::min(first, other.first);
    best = std::min(best, reach.goes_back ? other.after_gaps : other.surely);
  }
  if (reach.first >= end) return first == end;
  return reach.first <= best + std::min(kTolerance, (end - start) / 100);
}

}  // namespace

Resolution choose(const Query& query, const Reaches& reaches) {
  const std::int64_t start = first_second(query.start);
  const std::int64_t end = first_second(query.end);
  const auto most =
      static_cast<std::int64_t>(query.max_points == 0 ? kAutoPoints : query.max_points);
  for (std::size_t i = 0; i < reaches.size(); ++i) {
    const Resolution resolution = kResolutions[i];
    if ((end - start) / step_of(resolution).count() > most) continue;
    if (begins_in_time(reaches[i], reaches, start, end)) return resolution;
  }
  return Resolution::m5;
}

}  // namespace mimon::store
