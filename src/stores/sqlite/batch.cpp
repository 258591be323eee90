#include "stores/sqlite/batch.h"

namespace mimon::store::sqlite {

BatchCopy Batch::copy(const std::vector<SeriesId>& series) const {
  BatchCopy copy{{}, series, std::vector(series.size(), std::vector<std::int64_t>())};
  copy.times.reserve(ticks.size());
  for (const Tick& tick : ticks) copy.times.push_back(tick.time);
  for (std::size_t s = 0; s < series.size(); ++s) {
    copy.values[s].reserve(ticks.size());
    for (const Tick& tick : ticks)
      copy.values[s].push_back(series[s] < tick.values.size() ? tick.values[series[s]] : kAbsent);
  }
  return copy;
}

bool continues(const Batch& batch, const Tick& tick) {
  const Tick& first = batch.ticks.front();
  return tick.time > batch.ticks.back().time && tick.interval == first.interval &&
         tick.time / kPeriod == first.time / kPeriod;
}

}  // namespace mimon::store::sqlite
