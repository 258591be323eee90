#include "stores/postgres/rollup.h"

#include <fmt/format.h>

#include <algorithm>

#include "stores/postgres/statement.h"

namespace mimon::store::postgres {
namespace {

// In seconds. Until then a bucket is made of its samples when it is asked for.
constexpr std::int64_t kDue = 60;
constexpr std::int64_t kMostAtOnce = 3600;
constexpr std::size_t kMostHosts = 200;

struct Stretch {
  std::int64_t from;
  std::int64_t to;  ///< one past the last
};

std::int64_t floored(std::int64_t second, Resolution resolution) {
  const std::int64_t step = step_of(resolution).count();
  return second - second % step;
}

bool is_due(const Progress& progress) {
  return progress.last && floored(*progress.last, Resolution::s10) - progress.rolled_10s >= kDue;
}

std::string names_of(const std::vector<MetricColumn>& columns) {
  std::string names;
  for (const std::string_view prefix : {"", "min_", "max_"}) {
    for (const MetricColumn& column : columns)
      names += ", " + quote_identifier(std::string(prefix) + column.name);
  }
  return names;
}

std::string updates_of(const std::vector<MetricColumn>& columns) {
  std::string updates =
      "host = excluded.host, device = excluded.device, gpu_id = excluded.gpu_id, "
      "samples = excluded.samples, interval_seconds = excluded.interval_seconds";
  for (const std::string_view prefix : {"", "min_", "max_"}) {
    for (const MetricColumn& column : columns) {
      const std::string name = quote_identifier(std::string(prefix) + column.name);
      updates += fmt::format(", {0} = excluded.{0}", name);
    }
  }
  return updates;
}

Result<void> roll_kind(Connection& connection, const std::vector<MetricColumn>& columns,
                       const std::vector<std::int64_t>& devices, Resolution from, Resolution to,
                       Stretch stretch) {
  const std::int64_t step = step_of(to).count();
  const std::string bucket = fmt::format("{}/{}*{}", seconds_of("\"timestamp\""), step, step);
  const bool rolled = from != Resolution::s1;
  const auto done = connection.query(
      fmt::format("INSERT INTO {} (\"timestamp\", device_id, host, device, gpu_id, samples, "
                  "interval_seconds{}) SELECT to_timestamp({}), device_id, max(host), max(device), "
                  "max(gpu_id), {}, max(interval_seconds){} FROM {} WHERE device_id = "
                  "ANY($1::integer[]) AND \"timestamp\" >= {} AND \"timestamp\" < {} GROUP BY 1, 2 "
                  "ON CONFLICT (device_id, \"timestamp\") DO UPDATE SET {}",
                  table_of(to), names_of(columns), bucket, rolled ? "sum(samples)" : "count(*)",
                  aggregates(columns, rolled), table_of(from), time_of(stretch.from),
                  time_of(stretch.to), updates_of(columns)),
      Parameters{array_of(devices)});
  if (!done) return done.error();
  return {};
}

class Roller {
 public:
  Roller(Connection& connection, const Columns& columns, Partitions& partitions)
      : connection_(connection), columns_(columns), partitions_(partitions) {}

  Result<void> roll(std::vector<HostEntry*> hosts) {
    Progress progress = hosts.front()->progress;
    for (const HostEntry* host : hosts) {
      for (const auto& [identity, device] : host->devices)
        devices_[device.kind].push_back(device.id);
      ids_.push_back(host->id);
    }
    const auto from = begin(progress);
    if (!from) return from.error();
    const std::int64_t target = floored(*progress.last, Resolution::s10);
    const std::int64_t to = std::min(target, *from + kMostAtOnce);
    if (const auto done = make_days(*from, to); !done) return done;
    auto transaction = Transaction::begin(connection_);
    if (!transaction) return transaction.error();
    const auto step = [&](Resolution finer, Resolution coarser, std::int64_t& rolled,
                          std::int64_t limit) -> Result<void> {
      const Stretch stretch{rolled, floored(limit, coarser)};
      if (stretch.from >= stretch.to) return {};
      rolled = stretch.to;
      return roll_kinds(finer, coarser, stretch);
    };
    progress.rolled_10s = std::max(progress.rolled_10s, *from);
    auto done = step(Resolution::s1, Resolution::s10, progress.rolled_10s, to);
    if (done) done = step(Resolution::s10, Resolution::m1, progress.rolled_1m, to);
    if (done) done = step(Resolution::m1, Resolution::m5, progress.rolled_5m, to);
    if (done) done = note(progress);
    if (done) done = transaction->commit();
    if (!done) return done;
    for (HostEntry* host : hosts) host->progress = progress;
    return {};
  }

 private:
  // Where there are samples: hours without any are passed over.
  Result<std::int64_t> begin(const Progress& progress) {
    if (*progress.last - progress.rolled_10s <= kMostAtOnce) return progress.rolled_10s;
    const auto rows = connection_.query(
        fmt::format("SELECT {} FROM system_metrics_history WHERE device_id = ANY($1::integer[]) "
                    "AND \"timestamp\" >= {}",
                    seconds_of("min(\"timestamp\")"), time_of(progress.rolled_10s)),
        Parameters{array_of(devices_[DeviceKind::host])});
    if (!rows) return rows.error();
    if (rows->is_null(0, 0)) return floored(*progress.last, Resolution::s10);
    const std::int64_t first = std::min(rows->integer(0, 0), *progress.last);
    return std::max(progress.rolled_10s, floored(first, Resolution::s10));
  }

  Result<void> make_days(std::int64_t from, std::int64_t to) {
    std::set<std::int64_t> days;
    // A bucket of five minutes never spans two days.
    for (std::int64_t day = day_of(from - 300); day <= day_of(to); ++day) days.insert(day);
    for (const Resolution resolution : {Resolution::s10, Resolution::m1, Resolution::m5}) {
      const auto done = partitions_.ensure(connection_, resolution, days);
      if (!done) return done;
    }
    return {};
  }

  Result<void> roll_kinds(Resolution finer, Resolution coarser, Stretch stretch) {
    for (const auto& [kind, devices] : devices_) {
      const auto done = roll_kind(connection_, columns_.of(kind), devices, finer, coarser, stretch);
      if (!done) return done;
    }
    return {};
  }

  Result<void> note(const Progress& progress) {
    const auto done = connection_.query(
        fmt::format("UPDATE mimon_hosts SET rolled_10s = {}, rolled_1m = {}, rolled_5m = {} "
                    "WHERE host_id = ANY($1::integer[])",
                    time_of(progress.rolled_10s), time_of(progress.rolled_1m),
                    time_of(progress.rolled_5m)),
        Parameters{array_of(ids_)});
    if (!done) return done.error();
    return {};
  }

  Connection& connection_;
  const Columns& columns_;
  Partitions& partitions_;
  std::map<DeviceKind, std::vector<std::int64_t>> devices_;
  std::vector<std::int64_t> ids_;
};

}  // namespace

std::string aggregates(const std::vector<MetricColumn>& columns, bool rolled) {
  std::string averages;
  std::string minima;
  std::string maxima;
  for (const MetricColumn& column : columns) {
    const std::string name = quote_identifier(column.name);
    const std::string low = rolled ? quote_identifier("min_" + column.name) : name;
    const std::string high = rolled ? quote_identifier("max_" + column.name) : name;
    if (column.flags) {
      averages += fmt::format(", bit_or({}::bigint)::double precision", name);
      minima += fmt::format(", bit_and({}::bigint)::double precision", low);
      maxima += fmt::format(", bit_or({}::bigint)::double precision", high);
      continue;
    }
    averages += rolled ? fmt::format(
                             ", sum({0} * samples) / sum(samples) FILTER (WHERE {0} IS "
                             "NOT NULL)",
                             name)
                       : fmt::format(", avg({})", name);
    minima += fmt::format(", min({})", low);
    maxima += fmt::format(", max({})", high);
  }
  return averages + minima + maxima;
}

Result<bool> roll_up(Connection& connection, const Columns& columns, Partitions& partitions,
                     Registry& registry) {
  std::vector<HostEntry*> hosts;
  for (auto& [name, host] : registry.hosts()) {
    if (hosts.size() == kMostHosts) break;
    const bool fits = hosts.empty() || hosts.front()->progress == host.progress;
    if (fits && is_due(host.progress)) hosts.push_back(&host);
  }
  if (hosts.empty()) return false;
  const auto done = Roller(connection, columns, partitions).roll(std::move(hosts));
  if (!done) return done.error();
  return true;
}

Result<void> roll_up_to_the_end(Connection& connection, const Columns& columns,
                                Partitions& partitions, HostEntry& host) {
  if (!host.progress.newest) return {};
  // As if it had written something after its last bucket.
  const std::int64_t end =
      floored(*host.progress.newest, Resolution::m5) + step_of(Resolution::m5).count();
  host.progress.last = end;
  while (host.progress.rolled_5m < end) {
    const auto done = Roller(connection, columns, partitions).roll({&host});
    if (!done) return done;
  }
  return {};
}

}  // namespace mimon::store::postgres
