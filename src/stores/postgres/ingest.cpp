#include "stores/postgres/ingest.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>

#include "stores/postgres/statement.h"

namespace mimon::store::postgres {
namespace {

/// Rows in the format of COPY … BINARY.
class CopyRows {
 public:
  CopyRows() { bytes_.append("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19); }

  void begin(std::size_t fields) { put(static_cast<std::int16_t>(fields)); }
  void null() { put(std::int32_t{-1}); }
  template <typename Number>
  void number(Number value) {
    put(static_cast<std::int32_t>(sizeof(Number)));
    put(value);
  }
  void number(double value) {
    if (value != value)
      null();
    else
      number(std::bit_cast<std::int64_t>(value));
  }
  void text(std::string_view text) {
    put(static_cast<std::int32_t>(text.size()));
    bytes_ += text;
  }
  void time(std::int64_t second) {
    constexpr std::int64_t kEpoch = 946'684'800;  // PostgreSQL's, 2000-01-01
    number((second - kEpoch) * 1'000'000);
  }
  [[nodiscard]] std::string finish() {
    put(std::int16_t{-1});
    return std::move(bytes_);
  }

 private:
  template <typename Number>
  void put(Number value) {
    for (int shift = 8 * (static_cast<int>(sizeof(Number)) - 1); shift >= 0; shift -= 8)
      bytes_ += static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xff);
  }
  std::string bytes_;
};

/// The rows of one kind of device.
struct KindRows {
  CopyRows rows;
  bool any = false;
};

void add_row(KindRows& to, const Tick& tick, const DeviceTick& device, std::int64_t device_id,
             const Columns& columns, std::vector<double>& values) {
  constexpr std::size_t kFixed = 7;
  const auto& metrics = columns.of(device.kind);
  values.assign(metrics.size(), std::numeric_limits<double>::quiet_NaN());
  for (const Measure& measure : device.measures) {
    if (!measure.value) continue;
    if (const auto at = columns.find(device.kind, measure.metric)) values[*at] = *measure.value;
  }
  to.any = true;
  to.rows.begin(kFixed + values.size());
  to.rows.time(tick.time);
  to.rows.number(static_cast<std::int32_t>(device_id));
  to.rows.text(tick.host);
  to.rows.text(device.device);
  if (device.kind == DeviceKind::gpu)
    to.rows.number(static_cast<std::int32_t>(device.index));
  else
    to.rows.null();
  if (device.state == DeviceState::ok)
    to.rows.null();
  else
    to.rows.text(device_state_name(device.state));
  to.rows.number(static_cast<std::int16_t>(tick.interval));
  for (const double value : values) to.rows.number(value);
}

Result<void> copy_rows(Connection& connection, std::span<const Tick* const> ticks,
                       const Columns& columns, Registry& registry) {
  std::map<DeviceKind, KindRows> kinds;
  std::vector<double> values;
  for (const Tick* tick : ticks) {
    const HostEntry& host = registry.hosts().find(tick->host)->second;
    std::set<std::int64_t> seen;
    for (const DeviceTick& device : tick->devices) {
      const std::int64_t id = host.devices.find(device.identity)->second.id;
      if (seen.insert(id).second) add_row(kinds[device.kind], *tick, device, id, columns, values);
    }
  }
  for (auto& [kind, rows] : kinds) {
    std::string sql =
        "COPY system_metrics_history (\"timestamp\", device_id, host, device, gpu_id, state, "
        "interval_seconds";
    for (const MetricColumn& column : columns.of(kind)) sql += ", " + quote_identifier(column.name);
    const auto done = connection.copy(sql + ") FROM STDIN (FORMAT binary)", rows.rows.finish());
    if (!done) return done;
  }
  return {};
}

// What is known of those seconds goes.
Result<void> erase_known(Connection& connection, std::span<const Tick* const> ticks,
                         Registry& registry) {
  std::vector<std::int64_t> devices;
  std::vector<std::int64_t> times;
  for (const Tick* tick : ticks) {
    const HostEntry& host = registry.hosts().find(tick->host)->second;
    if (!host.progress.newest || tick->time > *host.progress.newest) continue;
    for (const auto& [identity, device] : host.devices) {
      devices.push_back(device.id);
      times.push_back(tick->time);
    }
  }
  if (devices.empty()) return {};
  const auto [first, last] = std::minmax_element(times.begin(), times.end());
  const auto done = connection.query(
      fmt::format("DELETE FROM system_metrics_history h USING unnest($1::integer[], $2::bigint[]) "
                  "AS n (device_id, second) WHERE h.device_id = n.device_id AND h.\"timestamp\" = "
                  "to_timestamp(n.second) AND h.\"timestamp\" BETWEEN {} AND {}",
                  time_of(*first), time_of(*last)),
      Parameters{array_of(devices), array_of(times)});
  if (!done) return done.error();
  return {};
}

std::int64_t floored(std::int64_t second, Resolution resolution) {
  const std::int64_t step = step_of(resolution).count();
  return second - second % step;
}

/// How a host is after its ticks were written.
Progress after(Progress host, std::int64_t time) {
  const auto lower = [&](std::int64_t& rolled, Resolution resolution) {
    const std::int64_t bucket = floored(time, resolution);
    rolled = host.newest ? std::min(rolled, bucket) : bucket;
  };
  lower(host.rolled_10s, Resolution::s10);
  lower(host.rolled_1m, Resolution::m1);
  lower(host.rolled_5m, Resolution::m5);
  host.newest = std::max(host.newest.value_or(time), time);
  host.last = time;
  return host;
}

Result<void> note_hosts(Connection& connection, std::span<const Tick* const> ticks,
                        Registry& registry, std::map<std::string_view, Progress>& changed) {
  std::map<std::string_view, std::int64_t> oldest;
  for (const Tick* tick : ticks) {
    const auto at = changed.find(tick->host);
    const Progress before =
        at == changed.end() ? registry.hosts().find(tick->host)->second.progress : at->second;
    changed.insert_or_assign(tick->host, after(before, tick->time));
    const auto first = oldest.emplace(tick->host, tick->time).first;
    first->second = std::min(first->second, tick->time);
  }
  std::vector<std::vector<std::int64_t>> columns(7);
  for (const auto& [name, host] : changed) {
    const std::int64_t id = registry.hosts().find(name)->second.id;
    const std::int64_t values[] = {id,
                                   oldest.at(name),
                                   *host.newest,
                                   *host.last,
                                   host.rolled_10s,
                                   host.rolled_1m,
                                   host.rolled_5m};
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].push_back(values[i]);
  }
  Parameters parameters;
  for (const auto& column : columns) parameters.emplace_back(array_of(column));
  const auto done = connection.query(
      "UPDATE mimon_hosts h SET first_tick = least(h.first_tick, to_timestamp(n.first)), "
      "newest_tick = to_timestamp(n.newest), last_tick = to_timestamp(n.last), seen_at = now(), "
      "rolled_10s = to_timestamp(n.s10), rolled_1m = to_timestamp(n.m1), "
      "rolled_5m = to_timestamp(n.m5) FROM unnest($1::integer[], $2::bigint[], $3::bigint[], "
      "$4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[]) AS n (host_id, first, newest, last, "
      "s10, m1, m5) WHERE h.host_id = n.host_id RETURNING h.host_id",
      parameters);
  if (!done) return done.error();
  if (static_cast<std::size_t>(done->size()) < changed.size())
    return Error{make_error_code(SqlError::out_of_shape), "a host was removed meanwhile"};
  return {};
}

/// The last record of each second: of two the later one counts.
std::vector<const Tick*> without_repeats(std::span<const Tick> ticks) {
  std::set<std::pair<std::string_view, std::int64_t>> seen;
  std::vector<const Tick*> kept;
  for (auto tick = ticks.rbegin(); tick != ticks.rend(); ++tick) {
    if (seen.emplace(tick->host, tick->time).second) kept.push_back(&*tick);
  }
  std::reverse(kept.begin(), kept.end());
  return kept;
}

Result<void> prepare(Connection& connection, std::span<const Tick> ticks, Columns& columns,
                     Partitions& partitions, Registry& registry) {
  std::set<Columns::Wanted> wanted;
  std::set<std::int64_t> days;
  for (const Tick& tick : ticks) {
    days.insert(day_of(tick.time));
    for (const DeviceTick& device : tick.devices) {
      for (const Measure& measure : device.measures) {
        if (!columns.find(device.kind, measure.metric))
          wanted.insert({device.kind, std::string(measure.metric), measure.kind == Kind::flags});
      }
    }
  }
  if (const auto done = columns.ensure(connection, wanted); !done) return done;
  if (const auto done = partitions.ensure(connection, Resolution::s1, days); !done) return done;
  return registry.learn(connection, ticks);
}

}  // namespace

Result<void> ingest(Connection& connection, std::span<const Tick> ticks, Columns& columns,
                    Partitions& partitions, Registry& registry) {
  if (ticks.empty()) return {};
  if (const auto done = prepare(connection, ticks, columns, partitions, registry); !done)
    return done;
  const std::vector<const Tick*> kept = without_repeats(ticks);
  auto transaction = Transaction::begin(connection);
  if (!transaction) return transaction.error();
  std::map<std::string_view, Progress> changed;
  if (const auto done = erase_known(connection, kept, registry); !done) return done;
  if (const auto done = copy_rows(connection, kept, columns, registry); !done) return done;
  if (const auto done = note_hosts(connection, kept, registry, changed); !done) return done;
  if (const auto done = transaction->commit(); !done) return done;
  for (auto& [name, host] : changed) registry.hosts().find(name)->second.progress = host;
  return {};
}

}  // namespace mimon::store::postgres
