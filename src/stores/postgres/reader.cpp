#include "stores/postgres/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "stores/axis.h"
#include "stores/buckets.h"
#include "stores/postgres/names.h"
#include "stores/postgres/rollup.h"
#include "stores/postgres/schema.h"
#include "stores/postgres/statement.h"

namespace mimon::store::postgres {
namespace {

struct Host {
  std::int64_t id = 0;
  std::int64_t axis = 0;                            ///< the device whose rows tell the ticks
  std::vector<std::int64_t> rolled = {0, 0, 0, 0};  ///< by resolution
};

/// A series that is asked for, found.
struct Wanted {
  std::int64_t device = 0;
  MetricColumn column;
};

Result<std::optional<Host>> find_host(Connection& connection, std::string_view name) {
  const auto rows = connection.query(
      fmt::format("SELECT h.host_id, (SELECT min(device_id) FROM mimon_devices d WHERE d.host_id = "
                  "h.host_id AND d.kind = 'host'), {}, {}, {} FROM mimon_hosts h WHERE host = $1",
                  seconds_of("coalesce(rolled_10s, to_timestamp(0))"),
                  seconds_of("coalesce(rolled_1m, to_timestamp(0))"),
                  seconds_of("coalesce(rolled_5m, to_timestamp(0))")),
      Parameters{std::string(name)});
  if (!rows) return rows.error();
  if (rows->size() == 0 || rows->is_null(0, 1)) return std::optional<Host>();
  Host host{rows->integer(0, 0), rows->integer(0, 1)};
  for (int i = 1; i < 4; ++i) host.rolled[static_cast<std::size_t>(i)] = rows->integer(0, i + 1);
  return std::optional(host);
}

Result<Oldest> oldest_of(Connection& connection, const Host& host, std::int64_t start) {
  // What is not rolled up yet stands for itself.
  std::string columns;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::int64_t bucket = start - start % step_of(kResolutions[i]).count();
    const auto first = [&](Resolution resolution, std::int64_t from) {
      return fmt::format(
          "(SELECT {} FROM {} WHERE device_id = {} AND \"timestamp\" >= {} ORDER BY "
          "\"timestamp\" LIMIT 1)",
          seconds_of("\"timestamp\""), table_of(resolution), host.axis, time_of(from));
    };
    columns += fmt::format("{}least({}, {})", i == 0 ? "" : ", ", first(kResolutions[i], bucket),
                           first(Resolution::s1, std::max(start, host.rolled[i])));
  }
  const auto rows = connection.query("SELECT " + columns);
  if (!rows) return rows.error();
  Oldest oldest;
  oldest.reserve(4);
  for (int i = 0; i < 4; ++i)
    oldest.push_back(rows->is_null(0, i) ? std::nullopt : std::optional(rows->integer(0, i)));
  return oldest;
}

Result<std::vector<std::optional<Wanted>>> find_series(Connection& connection, const Host& host,
                                                       const std::vector<SeriesKey>& keys,
                                                       std::vector<Column>& columns) {
  const auto rows = connection.query(
      fmt::format("SELECT d.device_id, d.identity, d.device, s.metric, s.kind, s.decimals, "
                  "c.column_name FROM mimon_devices d JOIN mimon_series s USING (device_id) JOIN "
                  "mimon_columns c ON c.kind = d.kind AND c.metric = s.metric WHERE d.host_id = {}",
                  host.id));
  if (!rows) return rows.error();
  std::map<std::pair<std::string_view, std::string_view>, int> by_identity;
  std::map<std::pair<std::string_view, std::string_view>, int> by_device;
  for (int i = 0; i < rows->size(); ++i) {
    by_identity[{rows->text(i, 1), rows->text(i, 3)}] = i;
    by_device[{rows->text(i, 2), rows->text(i, 3)}] = i;
  }
  std::vector<std::optional<Wanted>> found;
  for (const SeriesKey& key : keys) {
    Column& column = columns.emplace_back();
    column.key = key;
    auto at = by_identity.find({key.device, key.metric});
    if (at == by_identity.end()) {
      at = by_device.find({key.device, key.metric});
      if (at == by_device.end() || key.device.empty()) {
        found.emplace_back();
        continue;
      }
    }
    const int row = at->second;
    column.known = true;
    column.kind = kind_named(rows->text(row, 4));
    column.decimals = static_cast<int>(rows->integer(row, 5));
    found.push_back(
        Wanted{rows->integer(row, 0),
               {key.metric, std::string(rows->text(row, 6)), column.kind == Kind::flags}});
  }
  return found;
}

/// The columns that an answer is made of, each once.
std::vector<MetricColumn> distinct(const std::vector<std::optional<Wanted>>& wanted) {
  std::map<std::string, MetricColumn> by_name;
  for (const auto& one : wanted) {
    if (one) by_name.emplace(one->column.name, one->column);
  }
  std::vector<MetricColumn> columns;
  columns.reserve(by_name.size());
  for (auto& [name, column] : by_name) columns.push_back(std::move(column));
  return columns;
}

std::string list_of(const std::vector<MetricColumn>& columns, std::string_view prefix) {
  std::string list;
  for (const MetricColumn& column : columns)
    list += ", " + quote_identifier(std::string(prefix) + column.name);
  return list;
}

std::string samples_sql(const std::vector<MetricColumn>& columns, const Span& span) {
  return fmt::format(
      "SELECT {} AS t, device_id, interval_seconds{} FROM system_metrics_history "
      "WHERE device_id = ANY($1::integer[]) AND \"timestamp\" >= {} AND "
      "\"timestamp\" < {} ORDER BY t",
      seconds_of("\"timestamp\""), list_of(columns, ""), time_of(span.start), time_of(span.end));
}

/// Buckets of `step` seconds of samples.
std::string fresh_sql(const std::vector<MetricColumn>& columns, std::int64_t from, std::int64_t to,
                      std::int64_t step) {
  return fmt::format(
      "SELECT {}/{}*{}, device_id, max(interval_seconds), count(*){} FROM "
      "system_metrics_history WHERE device_id = ANY($1::integer[]) AND "
      "\"timestamp\" >= {} AND \"timestamp\" < {} GROUP BY 1, 2",
      seconds_of("\"timestamp\""), step, step, aggregates(columns, false), time_of(from),
      time_of(to));
}

/// Of rolled-up rows, and of samples from where those end; buckets of which there are samples
/// are made of them.
std::string rolled_sql(const std::vector<MetricColumn>& columns, const Span& span,
                       Resolution resolution, std::int64_t rolled) {
  const std::int64_t step = step_of(resolution).count();
  const std::string names =
      list_of(columns, "") + list_of(columns, "min_") + list_of(columns, "max_");
  return fmt::format(
      "WITH fresh (t, device_id, interval_seconds, samples{0}) AS ({1}), every AS (SELECT {2} AS "
      "t, device_id, interval_seconds, samples{0} FROM {3} r WHERE device_id = "
      "ANY($1::integer[]) AND \"timestamp\" >= {4} AND \"timestamp\" < {5} AND (\"timestamp\" < "
      "{6} OR NOT EXISTS (SELECT 1 FROM fresh f WHERE f.device_id = r.device_id AND f.t = {2})) "
      "UNION ALL SELECT * FROM fresh) SELECT t/{7}*{7} AS b, device_id, "
      "max(interval_seconds){8} FROM every GROUP BY 1, 2 ORDER BY 1",
      names, fresh_sql(columns, std::max(span.start, rolled), span.end, step),
      seconds_of("\"timestamp\""), table_of(resolution), time_of(span.start), time_of(span.end),
      time_of(rolled), span.width, aggregates(columns, true));
}

std::string merged_sql(const std::vector<MetricColumn>& columns, const Span& span) {
  return fmt::format(
      "SELECT {0}/{1}*{1} AS b, device_id, max(interval_seconds){2} FROM "
      "system_metrics_history WHERE device_id = ANY($1::integer[]) AND "
      "\"timestamp\" >= {3} AND \"timestamp\" < {4} GROUP BY 1, 2 ORDER BY 1",
      seconds_of("\"timestamp\""), span.width, aggregates(columns, false), time_of(span.start),
      time_of(span.end));
}

/// Puts rows into an answer.
class Filler {
 public:
  Filler(const Rows& rows, const Host& host, const Span& span, std::int64_t step,
         QueryResult& result)
      : rows_(rows), result_(result) {
    Axis axis(span.width, result.times);
    std::vector<std::pair<std::int64_t, std::size_t>> ticks;  // time and place
    for (int i = 0; i < rows.size(); ++i) {
      if (rows.integer(i, 1) != host.axis) continue;
      const std::int64_t time = rows.integer(i, 0);
      ticks.emplace_back(time, axis.add(time, std::max(step, rows.integer(i, 2))));
    }
    std::size_t at = 0;
    place_.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
      while (at < ticks.size() && ticks[at].first < rows.integer(i, 0)) ++at;
      const bool there = at < ticks.size() && ticks[at].first == rows.integer(i, 0);
      place_.push_back(there ? ticks[at].second : kNowhere);
    }
  }

  void fill(const std::vector<std::optional<Wanted>>& wanted,
            const std::vector<MetricColumn>& columns, bool has_extremes) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const int count = static_cast<int>(columns.size());
    for (std::size_t c = 0; c < wanted.size(); ++c) {
      Column& column = result_.columns[c];
      column.avg.assign(result_.times.size(), nan);
      if (wanted[c]) {
        const auto at = std::find_if(columns.begin(), columns.end(), [&](const MetricColumn& one) {
          return one.name == wanted[c]->column.name;
        });
        const int first = 3 + static_cast<int>(at - columns.begin());
        copy(wanted[c]->device, first, column.avg);
        if (result_.min_max && has_extremes) {
          column.min.assign(result_.times.size(), nan);
          column.max.assign(result_.times.size(), nan);
          copy(wanted[c]->device, first + count, column.min);
          copy(wanted[c]->device, first + 2 * count, column.max);
        }
      }
      if (result_.min_max && column.min.empty()) column.min = column.max = column.avg;
    }
  }

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  void copy(std::int64_t device, int field, std::vector<double>& values) const {
    for (int i = 0; i < rows_.size(); ++i) {
      const std::size_t to = place_[static_cast<std::size_t>(i)];
      if (to != kNowhere && rows_.integer(i, 1) == device) values[to] = rows_.number(i, field);
    }
  }

  const Rows& rows_;
  QueryResult& result_;
  std::vector<std::size_t> place_;  ///< by row
};

/// So many rows that there are too many times if there were more.
std::string limit_for(const Query& query, const QueryResult& result, std::size_t devices) {
  if (query.max_values == 0) return {};
  const std::size_t of_a_time = query.series.size() * (result.min_max ? 3 : 1);
  return fmt::format(" LIMIT {}", (query.max_values / of_a_time + 2) * devices);
}

Result<QueryResult> answer(Connection& connection, const Host& host, const Query& query,
                           Resolution resolution) {
  QueryResult result;
  result.resolution = resolution;
  const Span span = Span::of(query, resolution);
  const std::int64_t step = step_of(resolution).count();
  result.step = std::chrono::seconds(span.width);
  result.min_max = query.min_max || span.width > step;
  const auto wanted = find_series(connection, host, query.series, result.columns);
  if (!wanted) return wanted.error();
  const std::vector<MetricColumn> columns = distinct(*wanted);
  std::set<std::int64_t> devices{host.axis};
  for (const auto& one : *wanted) {
    if (one) devices.insert(one->device);
  }
  const bool plain = resolution == Resolution::s1 && span.width == 1;
  const std::int64_t rolled = host.rolled[static_cast<std::size_t>(resolution)];
  const std::string sql = plain ? samples_sql(columns, span)
                          : resolution == Resolution::s1
                              ? merged_sql(columns, span)
                              : rolled_sql(columns, span, resolution, rolled);
  const auto rows = connection.query(
      sql + limit_for(query, result, devices.size()),
      Parameters{array_of(std::vector<std::int64_t>(devices.begin(), devices.end()))});
  if (!rows) return rows.error();
  Filler filler(*rows, host, span, step, result);
  if (const auto fits = check_size(query, result); !fits) return fits.error();
  filler.fill(*wanted, columns, !plain);
  return result;
}

QueryResult unknown(const Query& query) {
  QueryResult result;
  result.resolution = query.resolution.value_or(Resolution::m5);
  const Span span = Span::of(query, result.resolution);
  result.step = std::chrono::seconds(span.width);
  result.min_max = query.min_max || span.width > step_of(result.resolution).count();
  for (const SeriesKey& key : query.series) result.columns.emplace_back().key = key;
  return result;
}

}  // namespace

Result<QueryResult> read_history(Connection& connection, std::string_view host,
                                 const Query& query) {
  // One view of everything, so that nothing is missed or met twice while it is rolled up.
  auto transaction =
      Transaction::begin(connection, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  if (!transaction) return transaction.error();
  const auto found = find_host(connection, host);
  if (!found) return found.error();
  if (!*found) return unknown(query);
  std::optional<Resolution> resolution = query.resolution;
  if (!resolution) {
    const auto oldest = oldest_of(connection, **found, first_second(query.start));
    if (!oldest) return oldest.error();
    resolution = choose(query, *oldest);
  }
  auto result = answer(connection, **found, query, *resolution);
  if (!result) return result.error();
  if (const auto done = transaction->commit(); !done) return done.error();
  return result;
}

Result<Oldest> read_oldest(Connection& connection, std::string_view host, std::int64_t start) {
  const auto found = find_host(connection, host);
  if (!found) return found.error();
  if (!*found) return Oldest();
  return oldest_of(connection, **found, start);
}

}  // namespace mimon::store::postgres
