#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "stores/postgres/names.h"
#include "stores/postgres/reader.h"
#include "stores/postgres/schema.h"
#include "stores/postgres/statement.h"

namespace mimon::store::postgres {
namespace {

/// Hosts by their number in the database, in the order of their names.
struct HostList {
  std::vector<HostSummary> hosts;
  std::map<std::int64_t, std::size_t> position;
  std::optional<std::int64_t> first;  ///< of their newest ticks
  std::int64_t last = 0;
};

Result<HostList> read_host_list(Connection& connection) {
  const auto rows = connection.query(fmt::format(
      "SELECT host_id, host, url, version, simulated, {} FROM mimon_hosts WHERE seen_at > now() - "
      "interval '1 day' AND last_tick IS NOT NULL ORDER BY host COLLATE \"C\"",
      seconds_of("last_tick")));
  if (!rows) return rows.error();
  HostList list;
  for (int i = 0; i < rows->size(); ++i) {
    HostSummary host;
    host.host = rows->text(i, 1);
    host.url = rows->text(i, 2);
    host.version = rows->text(i, 3);
    host.simulated = rows->boolean(i, 4);
    const std::int64_t last = rows->integer(i, 5);
    host.last = WallTime(std::chrono::seconds(last));
    list.first = std::min(list.first.value_or(last), last);
    list.last = std::max(list.last, last);
    list.position.emplace(rows->integer(i, 0), list.hosts.size());
    list.hosts.push_back(std::move(host));
  }
  return list;
}

DeviceSummary device_of(const Rows& rows, int row, DeviceKind kind,
                        const std::vector<MetricColumn>& columns) {
  DeviceSummary device;
  device.id = rows.text(row, 1);
  device.identity = rows.text(row, 2);
  device.kind = kind;
  device.name = rows.text(row, 3);
  if (!rows.is_null(row, 4)) device.state = state_named(rows.text(row, 4));
  constexpr int kFixed = 7;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const int field = kFixed + static_cast<int>(c);
    if (!rows.is_null(row, field))
      device.values.emplace_back(columns[c].metric, rows.number(row, field));
  }
  return device;
}

// The newest tick's rows, by the index of each device: the planner would read a day otherwise.
Result<void> add_devices(Connection& connection, DeviceKind kind, const Columns& columns,
                         HostList& list) {
  std::string names;
  for (const MetricColumn& column : columns.of(kind))
    names += ", x." + quote_identifier(column.name);
  const auto rows = connection.query(fmt::format(
      "SELECT d.host_id, x.device, d.identity, d.name, x.state, coalesce(d.gpu_id, 0), "
      "x.interval_seconds{} FROM "
      "mimon_hosts h JOIN mimon_devices d USING (host_id) CROSS JOIN LATERAL (SELECT * FROM "
      "system_metrics_history t WHERE t.device_id = d.device_id AND t.\"timestamp\" = h.last_tick "
      "AND t.\"timestamp\" BETWEEN {} AND {} LIMIT 1) x WHERE h.seen_at > now() - interval "
      "'1 day' AND d.kind = {} ORDER BY d.host_id, coalesce(d.gpu_id, 0), x.device",
      names, time_of(*list.first), time_of(list.last), literal(device_kind_name(kind))));
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    const auto at = list.position.find(rows->integer(i, 0));
    if (at == list.position.end()) continue;
    HostSummary& host = list.hosts[at->second];
    host.interval = std::chrono::seconds(rows->integer(i, 6));
    host.devices.push_back(device_of(*rows, i, kind, columns.of(kind)));
  }
  return {};
}

}  // namespace

Result<std::vector<HostSummary>> read_hosts(Connection& connection) {
  // One view of the database for all: a tick that comes between two questions has its rows in
  // neither.
  auto view = Transaction::begin(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  if (!view) return view.error();
  Columns columns;
  if (const auto loaded = columns.load(connection); !loaded) return loaded.error();
  auto list = read_host_list(connection);
  if (!list) return list.error();
  if (list->hosts.empty()) return std::move(list->hosts);
  for (const DeviceKind kind : {DeviceKind::host, DeviceKind::gpu}) {
    const auto done = add_devices(connection, kind, columns, *list);
    if (!done) return done.error();
  }
  if (const auto ended = view->commit(); !ended) return ended.error();
  return std::move(list->hosts);
}

Result<std::vector<SeriesInfo>> read_series(Connection& connection, std::string_view host,
                                            std::string_view label) {
  const auto rows = connection.query(
      "SELECT d.identity, d.device, d.kind, d.name, s.metric, s.kind, s.decimals FROM mimon_hosts "
      "h JOIN mimon_devices d USING (host_id) JOIN mimon_series s USING (device_id) WHERE h.host = "
      "$1 ORDER BY d.device_id, s.metric",
      Parameters{std::string(host)});
  if (!rows) return rows.error();
  std::vector<SeriesInfo> list;
  list.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    SeriesInfo info;
    info.host = label;
    info.identity = rows->text(i, 0);
    info.device = rows->text(i, 1);
    info.device_kind = device_kind_named(rows->text(i, 2));
    info.device_name = rows->text(i, 3);
    info.metric = rows->text(i, 4);
    info.kind = kind_named(rows->text(i, 5));
    info.decimals = static_cast<int>(rows->integer(i, 6));
    list.push_back(std::move(info));
  }
  return list;
}

}  // namespace mimon::store::postgres
