#include "stores/postgres/schema.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "stores/postgres/statement.h"

namespace mimon::store::postgres {
namespace {

constexpr int kOldestServer = 130'000;
// "mimon" in ASCII.
constexpr std::int64_t kLock = 0x6d696d6f6e;

// Names that are taken: of the tables' own columns.
constexpr std::string_view kOwn[] = {"timestamp", "device_id", "host",    "device",
                                     "gpu_id",    "state",     "samples", "interval_seconds"};

// Read from the catalogue's table: to_regclass may answer from what the session remembers of a time
// before the lock, that there was no such table.
Result<bool> is_there(Connection& connection, std::string_view table) {
  const auto rows =
      connection.query(fmt::format("SELECT EXISTS (SELECT FROM pg_class WHERE relname = {} AND "
                                   "pg_table_is_visible(oid))",
                                   literal(table)));
  if (!rows) return rows.error();
  return rows->boolean(0, 0);
}

Result<int> version_of(Connection& connection) {
  const auto made = is_there(connection, "mimon_schema");
  if (!made) return made.error();
  if (!*made) return 0;
  const auto version = connection.query("SELECT coalesce(max(version), 0) FROM mimon_schema");
  if (!version) return version.error();
  return static_cast<int>(version->integer(0, 0));
}

Result<void> apply(Connection& connection, int from) {
  auto made = connection.run(
      "CREATE TABLE IF NOT EXISTS mimon_schema (version integer PRIMARY KEY, applied_at "
      "timestamptz NOT NULL DEFAULT now())");
  if (!made) return made;
  for (const Migration& migration : migrations()) {
    if (migration.version <= from) continue;
    if (const auto done = connection.run(std::string(migration.sql)); !done) return done;
    const auto noted = connection.run(
        fmt::format("INSERT INTO mimon_schema (version) VALUES ({})", migration.version));
    if (!noted) return noted;
  }
  return {};
}

std::optional<DeviceKind> kind_named(std::string_view name) {
  for (const DeviceKind kind : kDeviceKinds) {
    if (device_kind_name(kind) == name) return kind;
  }
  return std::nullopt;
}

Error unfit(std::string why) {
  return {make_error_code(SqlError::unfit), std::move(why)};
}

/// The schema's version, 0 for none; an error where this mimon can't do with it, or the server.
Result<int> fitting_version(Connection& connection) {
  if (connection.server_version() < kOldestServer)
    return unfit(fmt::format("PostgreSQL {} is too old: 13 or newer is needed",
                             connection.server_version() / 10'000));
  auto version = version_of(connection);
  if (!version) return version.error();
  const int newest = migrations().back().version;
  if (*version > newest)
    return unfit(
        fmt::format("the database's schema is of a newer mimon ({}, this one knows "
                    "{}): upgrade this mimon",
                    *version, newest));
  return version;
}

}  // namespace

Result<void> lock_schema(Connection& connection) {
  const auto locked = connection.query(fmt::format("SELECT pg_advisory_xact_lock({})", kLock));
  if (!locked) return locked.error();
  return {};
}

Result<void> migrate(Connection& connection) {
  const int newest = migrations().back().version;
  auto version = fitting_version(connection);
  if (!version) return version.error();
  if (*version == newest) return {};
  auto transaction = Transaction::begin(connection);
  if (!transaction) return transaction.error();
  if (const auto locked = lock_schema(connection); !locked) return locked;
  version = fitting_version(connection);
  if (!version) return version.error();
  if (const auto done = apply(connection, *version); !done) return done;
  return transaction->commit();
}

Result<void> check_readable(Connection& connection) {
  const auto version = fitting_version(connection);
  if (!version) return version.error();
  if (*version == migrations().back().version) return {};
  return unfit(*version == 0 ? "no mimon has written to this database yet"
                             : "the database's schema is of an older mimon: 'mimon serve' with "
                               "this store brings it up to date");
}

std::string_view table_of(Resolution resolution) {
  switch (resolution) {
    case Resolution::s1:
      return "system_metrics_history";
    case Resolution::s10:
      return "system_metrics_10s";
    case Resolution::m1:
      return "system_metrics_1m";
    case Resolution::m5:
      return "system_metrics_5m";
  }
  return "system_metrics_history";
}

void Columns::add(DeviceKind kind, MetricColumn column) {
  const auto k = static_cast<std::size_t>(kind);
  if (!position_[k].emplace(column.metric, by_kind_[k].size()).second) return;
  name_of_metric_.emplace(column.metric, column.name);
  metric_of_name_.emplace(column.name, column.metric);
  by_kind_[k].push_back(std::move(column));
}

Result<void> Columns::load(Connection& connection) {
  *this = Columns();
  const auto rows =
      connection.query("SELECT kind, metric, column_name, flags FROM mimon_columns ORDER BY 1, 2");
  if (!rows) return rows.error();
  for (int i = 0; i < rows->size(); ++i) {
    if (const auto kind = kind_named(rows->text(i, 0)))
      add(*kind,
          {std::string(rows->text(i, 1)), std::string(rows->text(i, 2)), rows->boolean(i, 3)});
  }
  return {};
}

std::optional<std::size_t> Columns::find(DeviceKind kind, std::string_view metric) const {
  const auto& positions = position_[static_cast<std::size_t>(kind)];
  const auto at = positions.find(metric);
  return at == positions.end() ? std::nullopt : std::optional(at->second);
}

std::string Columns::name_for(std::string_view metric) const {
  const auto known = name_of_metric_.find(metric);
  if (known != name_of_metric_.end()) return known->second;
  // Room for `min_` within PostgreSQL's 63 bytes, and for what sets names apart.
  std::string name(metric.substr(0, 50));
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain) c = '_';
  }
  const bool like_an_extreme = name.starts_with("min_") || name.starts_with("max_");
  if (like_an_extreme || std::find(std::begin(kOwn), std::end(kOwn), name) != std::end(kOwn))
    name = "metric_" + name;
  while (metric_of_name_.contains(name)) name += '_';
  return name;
}

Result<void> Columns::ensure(Connection& connection, const std::set<Wanted>& wanted) {
  const auto missing = [&](const Wanted& one) { return !find(one.device, one.metric); };
  if (std::none_of(wanted.begin(), wanted.end(), missing)) return {};
  auto transaction = Transaction::begin(connection);
  if (!transaction) return transaction.error();
  if (const auto locked = lock_schema(connection); !locked) return locked;
  if (const auto loaded = load(connection); !loaded) return loaded;
  std::set<std::string> names;
  std::string rows;
  for (const Wanted& one : wanted) {
    if (!missing(one)) continue;
    MetricColumn column{one.metric, name_for(one.metric), one.flags};
    if (!metric_of_name_.contains(column.name)) names.insert(column.name);
    rows += fmt::format("{}({}, {}, {}, {})", rows.empty() ? "" : ", ",
                        literal(device_kind_name(one.device)), literal(one.metric),
                        literal(column.name), one.flags);
    add(one.device, std::move(column));
  }
  std::string sql;
  for (const Resolution resolution : kResolutions) {
    std::string clauses;
    for (const std::string& name : names) {
      for (const std::string_view prefix : {"", "min_", "max_"}) {
        if (resolution == Resolution::s1 && !prefix.empty()) continue;
        clauses +=
            fmt::format("{} ADD COLUMN IF NOT EXISTS {} double precision",
                        clauses.empty() ? "" : ",", quote_identifier(std::string(prefix) + name));
      }
    }
    if (!clauses.empty()) sql += fmt::format("ALTER TABLE {}{};", table_of(resolution), clauses);
  }
  if (!rows.empty()) {
    sql += "INSERT INTO mimon_columns (kind, metric, column_name, flags) VALUES " + rows;
    auto done = connection.run(sql);
    if (done) done = transaction->commit();
    if (!done) *this = Columns();
    return done;
  }
  return transaction->commit();
}

Result<void> Partitions::ensure(Connection& connection, Resolution resolution,
                                const std::set<std::int64_t>& days) {
  const auto missing = [&](std::int64_t day) { return !known_.contains({resolution, day}); };
  if (std::none_of(days.begin(), days.end(), missing)) return {};
  auto transaction = Transaction::begin(connection);
  if (!transaction) return transaction.error();
  if (const auto locked = lock_schema(connection); !locked) return locked;
  for (const std::int64_t day : days) {
    if (!missing(day)) continue;
    const std::string table(table_of(resolution));
    const auto name = fmt::format("{}_{:%Y%m%d}", table,
                                  std::chrono::sys_seconds(std::chrono::seconds(day * 86'400)));
    const auto there = is_there(connection, name);
    if (!there) return there.error();
    if (*there) continue;
    // Attaching, unlike CREATE … PARTITION OF, lets others write meanwhile.
    const auto made = connection.run(fmt::format(
        "CREATE TABLE {0} (LIKE {1} INCLUDING DEFAULTS INCLUDING CONSTRAINTS); ALTER TABLE {1} "
        "ATTACH PARTITION {0} FOR VALUES FROM ({2}) TO ({3})",
        name, table,
        literal(fmt::format("{:%Y-%m-%d 00:00:00+00}",
                            std::chrono::sys_seconds(std::chrono::seconds(day * 86'400)))),
        literal(fmt::format("{:%Y-%m-%d 00:00:00+00}",
                            std::chrono::sys_seconds(std::chrono::seconds((day + 1) * 86'400))))));
    if (!made) return made;
  }
  if (const auto done = transaction->commit(); !done) return done;
  for (const std::int64_t day : days) known_.insert({resolution, day});
  return {};
}

}  // namespace mimon::store::postgres
