#include "stores/postgres/prune.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "stores/postgres/names.h"
#include "stores/postgres/rollup.h"
#include "stores/postgres/statement.h"

namespace mimon::store::postgres {
namespace {

// How often a host's data is looked at, in its ticks' time.
constexpr std::int64_t kEvery = 300;
// For how much longer than it keeps its rows a host may be silent.
constexpr std::chrono::seconds kGrace = std::chrono::days(1);
// How many hosts that are gone are rolled up to their end at a look.
constexpr int kMostGone = 50;
constexpr std::int64_t kDropLock = 0x6d696d6f6e + 1;

std::string keeps_of(Resolution resolution) {
  return fmt::format("keeps_{}", resolution_name(resolution));
}

/// SQL for how many seconds a host keeps.
std::string retention_of(Resolution resolution) {
  return fmt::format("coalesce(retention_{}, {})", resolution_name(resolution),
                     Retention().of(resolution).count());
}

/// SQL for whether a host has written within a span, given in SQL as seconds.
std::string seen_within(std::string_view span) {
  return fmt::format("extract(epoch FROM now() - seen_at) < {} + {}", span, kGrace.count());
}

/// SQL for whether nothing of a host is left to be rolled up.
constexpr std::string_view kFinished = "rolled_5m > newest_tick";

/// SQL for whether a host's rows of a resolution count.
std::string counts(Resolution resolution) {
  // What is not rolled up yet stays.
  return seen_within(fmt::format("CASE WHEN {} THEN {} ELSE {} END", kFinished,
                                 retention_of(resolution), retention_of(Resolution::m5)));
}

/// Counts recorded time backwards, by five minutes. Absent where less is recorded than is kept.
Result<std::vector<std::optional<std::int64_t>>> cutoffs(Connection& connection,
                                                         const Retention& retention,
                                                         std::int64_t device) {
  std::string wanted;
  for (const Resolution resolution : kResolutions)
    wanted += fmt::format("{}{}", wanted.empty() ? "" : ", ",
                          seconds_of(fmt::format("max(\"timestamp\") FILTER (WHERE recorded >= {})",
                                                 retention.of(resolution).count())));
  const auto rows = connection.query(fmt::format(
      "SELECT {} FROM (SELECT \"timestamp\", sum(least(300, samples * interval_seconds)) OVER "
      "(ORDER BY \"timestamp\" DESC) AS recorded FROM system_metrics_5m WHERE device_id = {}) t",
      wanted, device));
  if (!rows) return rows.error();
  std::vector<std::optional<std::int64_t>> found;
  found.reserve(4);
  for (int i = 0; i < 4; ++i)
    found.push_back(rows->is_null(0, i) ? std::nullopt : std::optional(rows->integer(0, i)));
  return found;
}

Result<void> delete_old(Connection& connection, Resolution resolution, const HostEntry& host,
                        std::int64_t cutoff) {
  std::vector<std::int64_t> devices;
  devices.reserve(host.devices.size());
  for (const auto& [identity, device] : host.devices) devices.push_back(device.id);
  const auto done = connection.query(
      fmt::format("DELETE FROM {} WHERE device_id = ANY($1::integer[]) AND \"timestamp\" < {}",
                  table_of(resolution), time_of(cutoff)),
      Parameters{array_of(devices)});
  if (!done) return done.error();
  return {};
}

Result<void> prune_host(Connection& connection, const Retention& retention, const HostEntry& host) {
  const auto device = std::find_if(host.devices.begin(), host.devices.end(), [](const auto& entry) {
    return entry.second.kind == DeviceKind::host;
  });
  if (device == host.devices.end()) return {};
  const auto found = cutoffs(connection, retention, device->second.id);
  if (!found) return found.error();
  std::string updates;
  for (std::size_t i = 0; i < found->size(); ++i) {
    const Resolution resolution = kResolutions[i];
    updates += fmt::format("{}{} = ", updates.empty() ? "" : ", ", keeps_of(resolution));
    if (!(*found)[i]) {
      updates += "NULL";
      continue;
    }
    // What is not rolled up yet stays.
    const std::int64_t cutoff = std::min(*(*found)[i], host.progress.rolled_5m);
    updates += time_of(cutoff);
    if (retention.of(resolution) >= std::chrono::days(1)) continue;
    const auto done = delete_old(connection, resolution, host, cutoff);
    if (!done) return done;
  }
  return connection.run(
      fmt::format("UPDATE mimon_hosts SET {} WHERE host_id = {}", updates, host.id));
}

Result<HostEntry> host_to_finish(Connection& connection, std::int64_t id) {
  const auto host = connection.query(fmt::format(
      "SELECT {}, {}, {}, {} FROM mimon_hosts WHERE host_id = {}", seconds_of("newest_tick"),
      seconds_of("rolled_10s"), seconds_of("rolled_1m"), seconds_of("rolled_5m"), id));
  if (!host) return host.error();
  const auto devices = connection.query(
      fmt::format("SELECT device_id, identity, kind FROM mimon_devices WHERE host_id = {}", id));
  if (!devices) return devices.error();
  HostEntry entry;
  entry.id = id;
  if (host->size() == 0) return entry;
  entry.progress = {.newest = host->integer(0, 0),
                    .last = host->integer(0, 0),
                    .rolled_10s = host->integer(0, 1),
                    .rolled_1m = host->integer(0, 2),
                    .rolled_5m = host->integer(0, 3)};
  for (int i = 0; i < devices->size(); ++i) {
    DeviceEntry& device = entry.devices[std::string(devices->text(i, 1))];
    device.id = devices->integer(i, 0);
    device.kind = device_kind_named(devices->text(i, 2));
  }
  return entry;
}

/// Rolls up the last minutes of hosts whose samples will go: they will not do so themselves.
Result<void> finish_gone(Connection& connection) {
  const auto gone = connection.query(
      fmt::format("SELECT host_id FROM mimon_hosts WHERE NOT ({}) AND {} AND NOT ({}) ORDER BY "
                  "seen_at LIMIT {}",
                  seen_within(retention_of(Resolution::s1)),
                  seen_within(retention_of(Resolution::m5)), kFinished, kMostGone));
  if (!gone) return gone.error();
  if (gone->size() == 0) return {};
  // What the engine knows of them may be older than their last write.
  Columns columns;
  Partitions partitions;
  if (const auto loaded = columns.load(connection); !loaded) return loaded;
  for (int i = 0; i < gone->size(); ++i) {
    auto host = host_to_finish(connection, gone->integer(i, 0));
    if (!host) return host.error();
    const auto done = roll_up_to_the_end(connection, columns, partitions, *host);
    if (!done) return done;
  }
  return {};
}

std::optional<std::chrono::sys_days> day_named(std::string_view name) {
  const std::string_view digits = name.substr(std::min(name.rfind('_') + 1, name.size()));
  if (digits.size() != 8 || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  const int number = std::stoi(std::string(digits));
  const std::chrono::year_month_day day{std::chrono::year(number / 10'000),
                                        std::chrono::month(unsigned(number) / 100 % 100),
                                        std::chrono::day(unsigned(number) % 100)};
  return day.ok() ? std::optional(std::chrono::sys_days(day)) : std::nullopt;
}

Result<void> drop_days_of(Connection& connection, Resolution resolution, Partitions& partitions) {
  const auto keep = connection.query(
      fmt::format("SELECT {} FROM mimon_hosts WHERE {}",
                  seconds_of(fmt::format("min(coalesce({}, first_tick))", keeps_of(resolution))),
                  counts(resolution)));
  if (!keep) return keep.error();
  if (keep->is_null(0, 0)) return {};
  const auto names = connection.query(
      fmt::format("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE "
                  "i.inhparent = {}::regclass",
                  literal(table_of(resolution))));
  if (!names) return names.error();
  for (int i = 0; i < names->size(); ++i) {
    const auto day = day_named(names->text(i, 0));
    const auto end = day ? std::chrono::sys_seconds(*day + std::chrono::days(1))
                         : std::chrono::sys_seconds::max();
    if (end.time_since_epoch().count() > keep->integer(0, 0)) continue;
    partitions.forget();
    const auto done = connection.run("DROP TABLE " + quote_identifier(names->text(i, 0)));
    if (!done) return done;
  }
  return {};
}

}  // namespace

Result<bool> prune(Connection& connection, const Retention& retention, Registry& registry) {
  for (auto& [name, host] : registry.hosts()) {
    const Progress& progress = host.progress;
    if (!progress.last) continue;
    if (host.pruned_at && std::abs(progress.rolled_5m - *host.pruned_at) < kEvery) continue;
    host.pruned_at = progress.rolled_5m;
    const auto done = prune_host(connection, retention, host);
    if (!done) return done.error();
    return true;
  }
  return false;
}

Result<void> drop_days(Connection& connection, Partitions& partitions) {
  const auto alone = connection.query(fmt::format("SELECT pg_try_advisory_lock({})", kDropLock));
  if (!alone) return alone.error();
  if (!alone->boolean(0, 0)) return {};
  Result<void> done = finish_gone(connection);
  for (const Resolution resolution : kResolutions) {
    if (done) done = drop_days_of(connection, resolution, partitions);
  }
  if (connection.usable())
    (void)connection.query(fmt::format("SELECT pg_advisory_unlock({})", kDropLock));
  return done;
}

}  // namespace mimon::store::postgres
