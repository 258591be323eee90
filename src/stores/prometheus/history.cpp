#include "stores/prometheus/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "metrics/openmetrics_names.h"
#include "stores/axis.h"
#include "stores/buckets.h"
#include "stores/prometheus/write_request.h"

namespace mimon::store::prometheus {
namespace {

constexpr std::chrono::milliseconds kLimit{20'000};
// Samples in one answer: some 2 MB of JSON.
constexpr std::int64_t kSamples = 100'000;
// Prometheus gives no more than 11,000 points a series.
constexpr std::int64_t kPoints = 10'000;
// From so many buckets on it is worth to ask first where there is data.
constexpr std::int64_t kManyBuckets = 5 * kPoints;
// VictoriaMetrics finds nothing where it looks back beyond 1970, which it does for good measure.
constexpr std::int64_t kFirst = std::int64_t{366} * 86'400;
constexpr std::int64_t kSettling = 60;

std::int64_t round_down(std::int64_t time, std::int64_t width) {
  return time / width * width;
}

std::int64_t round_up(std::int64_t time, std::int64_t width) {
  return (time + width - 1) / width * width;
}

std::int64_t second_of(double time) {
  return std::llround(time);
}

// The value that was written, before it was turned into the base unit.
double original(double value, const MetricSpec& spec) {
  const double scale = std::pow(10, spec.decimals);
  return std::round(value / openmetrics::base_factor(spec.unit) * scale) / scale;
}

}  // namespace

History::History(const QueryApi& api, const Catalog& catalog, const std::string& host, WallTime now)
    : api_(api), catalog_(catalog), host_(host), now_(now), deadline_(kLimit) {}

Resolution History::resolution_for(const Query& query) {
  if (query.resolution) return *query.resolution;
  const auto most =
      static_cast<std::int64_t>(query.max_points == 0 ? kAutoPoints : query.max_points);
  for (const Resolution resolution : kResolutions) {
    if ((query.end - query.start) / step_of(resolution) <= most) return resolution;
  }
  return Resolution::m5;
}

void History::plan(const Query& query) {
  result_.resolution = resolution_for(query);
  const std::int64_t step = step_of(result_.resolution).count();
  const std::int64_t start = first_second(query.start);
  const std::int64_t end = first_second(query.end);
  width_ = width_for(end - start, step, query.max_points);
  span_ = {round_down(std::max(start, kFirst), width_), round_up(std::max(end, kFirst), width_)};
  // Coarser points are never filled up: see VictoriaMetrics' -search.maxStepForPointsAdjustment.
  settled_ = width_ < kSettling ? round_down(first_second(now_) - kSettling, width_) : span_.to;
  result_.step = std::chrono::seconds(width_);
  result_.min_max = query.min_max || width_ > step;
}

Result<std::vector<Target>> History::find_targets(const Query& query) {
  std::vector<Bearer> bearers;
  if (std::any_of(query.series.begin(), query.series.end(), needs_bearers)) {
    auto found = find_bearers(api_, host_, now_, deadline_);
    if (!found) return found.error();
    bearers = std::move(*found);
  }
  std::vector<Target> targets;
  for (const SeriesKey& key : query.series) {
    const Target& target = targets.emplace_back(find_target(key, catalog_, bearers));
    Column& column = result_.columns.emplace_back();
    column.key = key;
    if (!target.spec) continue;
    column.kind = target.spec->kind;
    column.decimals = target.spec->decimals;
  }
  return targets;
}

template <typename Each>
Result<void> History::raw(const std::string& selector, std::size_t series, Span span, Each each) {
  const std::int64_t most = std::max<std::int64_t>(
      60, kSamples / static_cast<std::int64_t>(std::max<std::size_t>(series, 1)));
  for (std::int64_t from = span.from; from < span.to; from += most) {
    const std::int64_t to = std::min(from + most, span.to);
    // Half a second off, so that it does not matter which ends the engine counts in.
    const auto found = api_.instant(fmt::format("{}[{}s]", selector, to - from),
                                    static_cast<double>(to) - 0.5, deadline_);
    if (!found) return found.error();
    for (const Series& one : *found) each(one);
  }
  return {};
}

template <typename Each>
Result<void> History::over_buckets(std::string_view function, const std::string& selector,
                                   Span span, Each each) {
  const double last_second = static_cast<double>(width_) - 0.5;
  const std::string query = fmt::format("{}({}[{}s])", function, selector, width_);
  for (std::int64_t from = span.from; from < span.to; from += kPoints * width_) {
    const std::int64_t to = std::min(from + kPoints * width_, span.to);
    const auto found =
        api_.range(query, static_cast<double>(from) + last_second,
                   static_cast<double>(to - width_) + last_second, width_, deadline_);
    if (!found) return found.error();
    for (const Series& one : *found) each(one, last_second);
  }
  return {};
}

// A range of years at a second's width is mostly empty: finds out where it is not.
Result<void> History::narrow() {
  const std::int64_t buckets = (span_.to - span_.from) / width_;
  if (buckets <= kManyBuckets) return {};
  const std::int64_t width = round_up((span_.to - span_.from) / kPoints + 1, width_);
  const auto found = api_.range(
      fmt::format("max_over_time({}{{host={}}}[{}s])", kTickTime, promql_string(host_), width),
      static_cast<double>(span_.from + width) - 0.5, static_cast<double>(span_.to + width) - 0.5,
      width, deadline_);
  if (!found) return found.error();
  Span seen{span_.to, span_.from};
  for (const Series& series : *found) {
    const std::int64_t first = second_of(series.samples.front().time + 0.5) - width;
    const std::int64_t last = second_of(series.samples.back().time + 0.5);
    seen = {std::min(seen.from, first), std::max(seen.to, last)};
  }
  span_.from = std::max(span_.from, round_down(seen.from, width_));
  span_.to = std::max(span_.from, std::min(span_.to, round_up(seen.to, width_)));
  return {};
}

Result<void> History::fill_axis() {
  std::map<std::int64_t, std::int64_t> spacings;
  const auto add = [&](std::int64_t time, double interval) {
    std::int64_t& spacing = spacings[round_down(time, width_)];
    spacing = std::max({spacing, std::int64_t{1}, second_of(interval)});
  };
  const std::string ticks = fmt::format("{}{{host={}}}", kTickInterval, promql_string(host_));
  const std::int64_t tail = width_ == 1 ? span_.from : std::clamp(settled_, span_.from, span_.to);
  auto coarse =
      over_buckets("max_over_time", ticks, {span_.from, tail}, [&](const Series& one, double off) {
        for (const Sample& sample : one.samples) add(second_of(sample.time - off), sample.value);
      });
  if (!coarse) return coarse;
  auto fine = raw(ticks, 1, {tail, span_.to}, [&](const Series& one) {
    for (const Sample& sample : one.samples) add(second_of(sample.time), sample.value);
  });
  if (!fine) return fine;
  Axis axis(width_, result_.times);
  for (const auto& [bucket, spacing] : spacings) axis.add(bucket, spacing);
  return {};
}

Result<void> History::fill(const Group& group) {
  std::vector<Filler> fillers;
  fillers.reserve(group.values.size());
  for (const auto& columns : group.columns)
    fillers.emplace_back(result_.columns[columns.front()], result_.times, width_, result_.min_max);
  const bool by_samples = width_ == 1 || group.spec->kind == Kind::flags;
  const std::int64_t tail = by_samples ? span_.from : std::clamp(settled_, span_.from, span_.to);
  if (const auto coarse = fill_coarse(group, fillers, {span_.from, tail}); !coarse) return coarse;
  if (const auto fine = fill_raw(group, fillers, {tail, span_.to}); !fine) return fine;
  for (Filler& filler : fillers) filler.finish();
  if (const auto known = find_known(group); !known) return known;
  for (const auto& columns : group.columns) {
    for (const std::size_t column : columns) {
      if (column == columns.front()) continue;
      SeriesKey key = std::move(result_.columns[column].key);
      result_.columns[column] = result_.columns[columns.front()];
      result_.columns[column].key = std::move(key);
    }
  }
  return {};
}

namespace {

// Which of the group's values a series is of; absent for another's.
std::optional<std::size_t> member_of(const Group& group, const Labels& labels) {
  if (group.label.empty()) return 0;
  const auto at = std::find(group.values.begin(), group.values.end(), labels.get(group.label));
  if (at == group.values.end()) return std::nullopt;
  return static_cast<std::size_t>(at - group.values.begin());
}

}  // namespace

Result<void> History::fill_raw(const Group& group, std::vector<Filler>& fillers, Span span) {
  return raw(group.selector, group.values.size(), span, [&](const Series& one) {
    const auto member = member_of(group, one.labels);
    if (!member) return;
    result_.columns[group.columns[*member].front()].known = true;
    for (const Sample& sample : one.samples) {
      const double value = original(sample.value, *group.spec);
      fillers[*member].put(round_down(second_of(sample.time), width_), value, value, value, 1);
    }
  });
}

Result<void> History::fill_coarse(const Group& group, std::vector<Filler>& fillers, Span span) {
  struct Bucket {
    double avg = 0, min = 0, max = 0;
  };
  // By series, as one that was renumbered has several that must not be mixed up.
  std::map<std::pair<std::string, std::int64_t>, Bucket> buckets;
  const auto collect = [&](std::string_view function, double Bucket::* part) {
    return over_buckets(function, group.selector, span, [&](const Series& one, double off) {
      const auto member = member_of(group, one.labels);
      if (!member) return;
      result_.columns[group.columns[*member].front()].known = true;
      const std::string which =
          fmt::format("{} {} {}", *member, one.labels.get("gpu"), one.labels.get("name"));
      for (const Sample& sample : one.samples)
        buckets[{which, second_of(sample.time - off)}].*part = sample.value;
    });
  };
  if (const auto got = collect("avg_over_time", &Bucket::avg); !got) return got;
  if (result_.min_max) {
    if (const auto got = collect("min_over_time", &Bucket::min); !got) return got;
    if (const auto got = collect("max_over_time", &Bucket::max); !got) return got;
  }
  const double factor = openmetrics::base_factor(group.spec->unit);
  for (const auto& [key, bucket] : buckets) {
    const auto member = static_cast<std::size_t>(std::stoul(key.first));
    fillers[member].put(key.second, bucket.avg / factor, bucket.min / factor, bucket.max / factor,
                        static_cast<double>(width_));
  }
  return {};
}

// Of what gave no value here: whether it has any elsewhere in time.
Result<void> History::find_known(const Group& group) {
  const bool complete = std::all_of(group.columns.begin(), group.columns.end(), [&](const auto& c) {
    return result_.columns[c.front()].known;
  });
  if (complete) return {};
  const auto all = api_.series(group.selector, kEverything,
                               static_cast<double>(first_second(now_)) + 60, deadline_);
  if (!all) return all.error();
  for (const Labels& labels : *all) {
    if (const auto member = member_of(group, labels))
      result_.columns[group.columns[*member].front()].known = true;
  }
  return {};
}

Result<QueryResult> History::answer(const Query& query) {
  plan(query);
  const auto targets = find_targets(query);
  if (!targets) return targets.error();
  if (const auto narrowed = narrow(); !narrowed) return narrowed.error();
  if (const auto filled = fill_axis(); !filled) return filled.error();
  if (const auto fits = check_size(query, result_); !fits) return fits.error();
  for (std::size_t i = 0; i < targets->size(); ++i) {
    if (!(*targets)[i].spec) {
      Filler(result_.columns[i], result_.times, width_, result_.min_max).finish();
    }
  }
  for (const Group& one : group(*targets, host_)) {
    if (const auto filled = fill(one); !filled) return filled.error();
  }
  return std::move(result_);
}

}  // namespace mimon::store::prometheus
