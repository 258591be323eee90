#include "questions.h"

namespace mimon::bench {
namespace {

store::Query whole(const std::vector<SnapshotPtr>& day, store::Resolution resolution) {
  store::Query query;
  query.start = day.front()->wall;
  query.end = day.back()->wall + std::chrono::seconds(1);
  query.resolution = resolution;
  return query;
}

}  // namespace

store::Query seconds_question(const std::vector<SnapshotPtr>& day) {
  store::Query query = whole(day, store::Resolution::s1);
  query.series = {{"gpu/0", "utilization"}};
  return query;
}

store::Query minutes_question(const std::vector<SnapshotPtr>& day) {
  store::Query query = whole(day, store::Resolution::m1);
  for (const char* gpu : {"gpu/0", "gpu/1"}) {
    for (const char* metric : {"utilization", "memory.used", "temperature", "power.usage"})
      query.series.push_back({gpu, metric});
  }
  return query;
}

}  // namespace mimon::bench
