#include "wide_table.h"

#include <fmt/format.h>

#include <cmath>

#include "workload.h"

namespace mimon::bench {
namespace {

std::string insert_of(const DeviceSample& sample, std::int64_t time) {
  const bool gpu = sample.device->kind == DeviceKind::gpu;
  std::string sql = gpu ? fmt::format("INSERT INTO gpu VALUES({},{}", time, sample.device->index)
                        : fmt::format("INSERT INTO host VALUES({}", time);
  for (const Reading& reading : sample.values.readings()) {
    const double scale = std::pow(10, reading.spec().decimals);
    const double value = std::round(*reading.value() * scale) / scale;
    sql += reading.spec().decimals == 0 ? fmt::format(",{}", static_cast<std::int64_t>(value))
                                        : fmt::format(",{}", value);
  }
  return sql + ");";
}

}  // namespace

WideTable::WideTable(const std::string& path)
    : database_(
          store::sqlite::Database::open(path, store::sqlite::Database::Mode::read_write).value()) {
  std::string host;
  for (std::size_t i = 0; i < host_metrics().size(); ++i) host += fmt::format(",h{}", i);
  database_
      .script(
          "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
          "CREATE TABLE gpu(time INTEGER, gpu INTEGER, utilization, memory_utilization, "
          "memory_used, temperature, power, fan, clock, memory_clock, tx, rx);"
          "CREATE INDEX gpu_time ON gpu(gpu, time);"
          "CREATE TABLE host(time INTEGER PRIMARY KEY" +
          host + ")")
      .value();
}

void WideTable::write(const std::vector<SnapshotPtr>& day) {
  for (std::size_t i = 0; i < day.size(); ++i) {
    const auto time = std::chrono::floor<std::chrono::seconds>(day[i]->wall).time_since_epoch();
    std::string sql = i % 300 == 0 ? "BEGIN;" : "";
    for (const DeviceSamplePtr& sample : day[i]->devices) sql += insert_of(*sample, time.count());
    if (i % 300 == 299 || i + 1 == day.size()) sql += "COMMIT";
    database_.script(sql).value();
  }
  database_.script("PRAGMA wal_checkpoint(TRUNCATE)").value();
}

std::size_t WideTable::seconds(int gpu, const std::string& column) {
  std::vector<double> values;
  const std::string sql =
      fmt::format("SELECT time, {} FROM gpu WHERE gpu = {} ORDER BY time", column, gpu);
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database_.handle(), sql.c_str(), -1, &statement, nullptr);
  while (sqlite3_step(statement) == SQLITE_ROW)
    values.push_back(sqlite3_column_double(statement, 1));
  sqlite3_finalize(statement);
  return values.size();
}

std::size_t WideTable::minutes() {
  std::size_t values = 0;
  database_
      .rows(
          "SELECT gpu, time / 60, avg(utilization), avg(memory_used), avg(temperature), avg(power) "
          "FROM gpu GROUP BY gpu, time / 60",
          [&](const store::sqlite::Row& row) {
            values += row.integer(1) > 0 ? 4U : 0U;
            return true;
          })
      .value();
  return values;
}

}  // namespace mimon::bench
