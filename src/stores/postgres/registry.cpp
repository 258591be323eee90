#include "stores/postgres/registry.h"

#include <fmt/format.h>

#include "stores/postgres/statement.h"

namespace mimon::store::postgres {
namespace {

std::optional<std::int64_t> optional_integer(const Rows& rows, int row, int column) {
  return rows.is_null(row, column) ? std::nullopt : std::optional(rows.integer(row, column));
}

std::string sql_for_hosts(const Retention& retention) {
  return fmt::format(
      "INSERT INTO mimon_hosts AS h (host, url, version, simulated, retention_1s, retention_10s, "
      "retention_1m, retention_5m) SELECT n.*, {}, {}, {}, {} "
      "FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[]) AS n "
      "ON CONFLICT (host) DO UPDATE SET url = excluded.url, version = excluded.version, "
      "simulated = excluded.simulated, retention_1s = excluded.retention_1s, "
      "retention_10s = excluded.retention_10s, retention_1m = excluded.retention_1m, "
      "retention_5m = excluded.retention_5m "
      "RETURNING h.host, h.host_id, {}, {}, {}, {}, {}",
      retention.s1.count(), retention.s10.count(), retention.m1.count(), retention.m5.count(),
      seconds_of("h.newest_tick"), seconds_of("h.last_tick"), seconds_of("h.rolled_10s"),
      seconds_of("h.rolled_1m"), seconds_of("h.rolled_5m"));
}

constexpr const char* kDevicesSql =
    "INSERT INTO mimon_devices AS d (host_id, identity, device, kind, name, gpu_id) "
    "SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[], "
    "$6::integer[]) ON CONFLICT (host_id, identity) DO UPDATE SET device = excluded.device, "
    "kind = excluded.kind, name = excluded.name, gpu_id = excluded.gpu_id "
    "RETURNING d.device_id, d.host_id, d.identity";

// What bore an id before does so no more.
constexpr const char* kReleaseSql =
    "UPDATE mimon_devices d SET device = '' "
    "FROM unnest($1::integer[], $2::text[], $3::text[]) AS n (host_id, identity, device) "
    "WHERE d.host_id = n.host_id AND d.device = n.device AND d.identity <> n.identity";

constexpr const char* kSeriesSql =
    "INSERT INTO mimon_series (device_id, metric, kind, decimals) "
    "SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::smallint[]) "
    "ON CONFLICT (device_id, metric) DO UPDATE SET kind = excluded.kind, "
    "decimals = excluded.decimals WHERE (mimon_series.kind, mimon_series.decimals) IS DISTINCT "
    "FROM "
    "(excluded.kind, excluded.decimals)";

// A statement of more rows could take longer than one may.
constexpr std::size_t kMostSeries = 20'000;

struct SeriesNews {
  std::vector<std::int64_t> devices;
  std::vector<std::string> metrics;
  std::vector<std::string> kinds;
  std::vector<std::int64_t> decimals;

  Result<void> store(Connection& connection) {
    if (devices.empty()) return {};
    const auto done = connection.query(kSeriesSql, Parameters{array_of(devices), array_of(metrics),
                                                              array_of(kinds), array_of(decimals)});
    *this = SeriesNews();
    if (!done) return done.error();
    return {};
  }
};

}  // namespace

/// Devices to register, column by column.
struct Registry::News {
  std::vector<std::int64_t> hosts;
  std::vector<std::string> identities;
  std::vector<std::string> devices;
  std::vector<std::string> kinds;
  std::vector<std::string> names;
  std::string indices;
  std::map<std::int64_t, HostEntry*> entries;

  void add(HostEntry& host, std::string_view identity, const DeviceEntry& device) {
    hosts.push_back(host.id);
    identities.emplace_back(identity);
    devices.push_back(device.device);
    kinds.emplace_back(device_kind_name(device.kind));
    names.push_back(device.name);
    indices += fmt::format("{}{}", indices.empty() ? "" : ",",
                           device.kind == DeviceKind::gpu ? std::to_string(device.index) : "NULL");
    entries.emplace(host.id, &host);
  }
};

std::size_t Registry::number_of(std::string_view metric) {
  const auto at = metric_numbers_.find(metric);
  if (at != metric_numbers_.end()) return at->second;
  return metric_numbers_.emplace(std::string(metric), metric_numbers_.size()).first->second;
}

Result<void> Registry::learn(Connection& connection, std::span<const Tick> ticks) {
  if (const auto done = learn_hosts(connection, ticks); !done) return done;
  if (const auto done = learn_devices(connection, ticks); !done) return done;
  return learn_series(connection, ticks);
}

Result<void> Registry::learn_hosts(Connection& connection, std::span<const Tick> ticks) {
  std::map<std::string_view, const Tick*> news;
  for (const Tick& tick : ticks) {
    const auto known = hosts_.find(tick.host);
    if (known == hosts_.end() || known->second.url != tick.url ||
        known->second.version != tick.version || known->second.simulated != tick.simulated)
      news[tick.host] = &tick;
  }
  if (news.empty()) return {};
  std::vector<std::string> hosts;
  std::vector<std::string> urls;
  std::vector<std::string> versions;
  std::vector<std::string> simulated;
  for (const auto& [host, tick] : news) {
    hosts.emplace_back(host);
    urls.emplace_back(tick->url);
    versions.emplace_back(tick->version);
    simulated.emplace_back(tick->simulated ? "t" : "f");
  }
  const auto rows = connection.query(
      sql_for_hosts(retention_),
      Parameters{array_of(hosts), array_of(urls), array_of(versions), array_of(simulated)});
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    HostEntry& entry = hosts_[std::string(rows->text(i, 0))];
    const Tick& tick = *news.at(rows->text(i, 0));
    entry.id = rows->integer(i, 1);
    entry.url = tick.url;
    entry.version = tick.version;
    entry.simulated = tick.simulated;
    entry.progress.newest = optional_integer(*rows, i, 2);
    entry.progress.last = optional_integer(*rows, i, 3);
    entry.progress.rolled_10s = optional_integer(*rows, i, 4).value_or(0);
    entry.progress.rolled_1m = optional_integer(*rows, i, 5).value_or(0);
    entry.progress.rolled_5m = optional_integer(*rows, i, 6).value_or(0);
  }
  return {};
}

Result<void> Registry::learn_devices(Connection& connection, std::span<const Tick> ticks) {
  News news;
  std::map<std::string_view, std::map<std::string_view, const DeviceTick*>> by_identity;
  std::map<std::string_view, std::map<std::string_view, std::string_view>> bearers;
  for (const Tick& tick : ticks) {
    for (const DeviceTick& device : tick.devices) {
      by_identity[tick.host][device.identity] = &device;
      bearers[tick.host][device.device] = device.identity;
    }
  }
  for (const auto& [host, devices] : by_identity) {
    HostEntry& entry = hosts_.find(host)->second;
    for (const auto& [identity, device] : devices) {
      const bool bears = bearers[host][device->device] == identity;
      DeviceEntry& known = entry.devices[std::string(identity)];
      const std::string_view id = bears ? device->device : std::string_view();
      if (known.id != 0 && known.device == id && known.name == device->name &&
          known.kind == device->kind && known.index == device->index)
        continue;
      known.device = id;
      known.name = device->name;
      known.kind = device->kind;
      known.index = device->index;
      news.add(entry, identity, known);
    }
  }
  if (news.hosts.empty()) return {};
  const auto rows =
      connection.query(kDevicesSql, Parameters{array_of(news.hosts), array_of(news.identities),
                                               array_of(news.devices), array_of(news.kinds),
                                               array_of(news.names), "{" + news.indices + "}"});
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    HostEntry& entry = *news.entries.at(rows->integer(i, 1));
    entry.devices.find(rows->text(i, 2))->second.id = rows->integer(i, 0);
  }
  const auto released = connection.query(
      kReleaseSql,
      Parameters{array_of(news.hosts), array_of(news.identities), array_of(news.devices)});
  if (!released) return released.error();
  return {};
}

Result<void> Registry::learn_series(Connection& connection, std::span<const Tick> ticks) {
  SeriesNews news;
  for (const Tick& tick : ticks) {
    HostEntry& host = hosts_.find(tick.host)->second;
    for (const DeviceTick& device : tick.devices) {
      DeviceEntry& entry = host.devices.find(device.identity)->second;
      for (const Measure& measure : device.measures) {
        const std::size_t number = number_of(measure.metric);
        if (number < entry.metrics.size() && entry.metrics[number]) continue;
        if (number >= entry.metrics.size()) entry.metrics.resize(number + 1);
        entry.metrics[number] = true;
        news.devices.push_back(entry.id);
        news.metrics.emplace_back(measure.metric);
        news.kinds.emplace_back(kind_name(measure.kind));
        news.decimals.push_back(measure.decimals);
      }
      if (news.devices.size() < kMostSeries) continue;
      if (const auto done = news.store(connection); !done) return done;
    }
  }
  return news.store(connection);
}

}  // namespace mimon::store::postgres
