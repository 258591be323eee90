#include "exports.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/os.h>

#include <cmath>
#include <numeric>

#include "data_size.h"
#include "questions.h"

namespace mimon::bench {
namespace {

struct Series {
  std::string device;
  std::string metric;
  std::vector<double> values;
};

std::vector<Series> series_of(const std::vector<SnapshotPtr>& day) {
  const auto columns = columns_of(day);
  std::vector<Series> all;
  for (const DeviceSamplePtr& sample : day.front()->devices) {
    for (const Reading& reading : sample->values.readings()) {
      const double scale = std::pow(10, reading.spec().decimals);
      Series series{sample->device->id, std::string(reading.spec().id), {}};
      for (const std::int64_t value : columns[all.size()])
        series.values.push_back(static_cast<double>(value) / scale);
      all.push_back(std::move(series));
    }
  }
  return all;
}

std::int64_t second_of(const Snapshot& snapshot) {
  return std::chrono::floor<std::chrono::seconds>(snapshot.wall).time_since_epoch().count();
}

void write_openmetrics(const std::vector<Series>& all, std::int64_t first,
                       const std::string& path) {
  auto out = fmt::output_file(path);
  out.print("# TYPE bench gauge\n");
  for (const Series& series : all) {
    const std::string labels =
        fmt::format("bench{{device=\"{}\",metric=\"{}\"}}", series.device, series.metric);
    for (std::size_t i = 0; i < series.values.size(); ++i)
      out.print("{} {} {}\n", labels, series.values[i], first + static_cast<std::int64_t>(i));
  }
  out.print("# EOF\n");
}

void write_json_lines(const std::vector<Series>& all, std::int64_t first, const std::string& path) {
  constexpr std::size_t kPerLine = 3600;
  auto out = fmt::output_file(path);
  for (const Series& series : all) {
    for (std::size_t from = 0; from < series.values.size(); from += kPerLine) {
      const std::size_t to = std::min(from + kPerLine, series.values.size());
      std::vector<std::int64_t> times(to - from);
      std::iota(times.begin(), times.end(), first + static_cast<std::int64_t>(from));
      out.print(R"({{"metric":{{"__name__":"bench","device":"{}","metric":"{}"}},"values":[{}],)",
                series.device, series.metric,
                fmt::join(series.values.begin() + static_cast<std::ptrdiff_t>(from),
                          series.values.begin() + static_cast<std::ptrdiff_t>(to), ","));
      out.print("\"timestamps\":[{}000]}}\n", fmt::join(times, "000,"));
    }
  }
}

std::string column_type(const MetricSpec& spec, const Series& series) {
  if (spec.decimals > 0) return "real";
  for (const double value : series.values) {
    if (std::abs(value) > 2'147'483'647) return "bigint";
  }
  return "integer";
}

// A table a kind of device, a column a metric, of the smallest types that do.
std::string tables(const std::vector<SnapshotPtr>& day, const std::vector<Series>& all) {
  std::string sql;
  std::size_t at = 0;
  for (const DeviceSamplePtr& sample : day.front()->devices) {
    const bool gpu = sample->device->kind == DeviceKind::gpu;
    std::string columns;
    for (const Reading& reading : sample->values.readings()) {
      columns +=
          fmt::format(", \"{}\" {}", reading.spec().id, column_type(reading.spec(), all[at++]));
    }
    if (gpu && sample->device->index > 0) continue;
    sql += gpu ? "CREATE TABLE gpu(time timestamptz, gpu smallint" + columns + ");\n"
               : "CREATE TABLE host(time timestamptz" + columns + ");\n";
  }
  return sql;
}

void write_tables(const std::vector<SnapshotPtr>& day, const std::vector<Series>& all,
                  const std::string& folder) {
  fmt::output_file(folder + "/tables.sql").print("{}", tables(day, all));
  auto gpus = fmt::output_file(folder + "/gpu.csv");
  auto host = fmt::output_file(folder + "/host.csv");
  for (std::size_t tick = 0; tick < day.size(); ++tick) {
    std::size_t at = 0;
    for (const DeviceSamplePtr& sample : day[tick]->devices) {
      auto& out = sample->device->kind == DeviceKind::gpu ? gpus : host;
      out.print("{}", iso8601(day[tick]->wall));
      if (sample->device->kind == DeviceKind::gpu) out.print(",{}", sample->device->index);
      for (std::size_t i = 0; i < sample->values.readings().size(); ++i)
        out.print(",{}", all[at++].values[tick]);
      out.print("\n");
    }
  }
}

double sum_of(const std::vector<Series>& all, const store::SeriesKey& key) {
  for (const Series& series : all) {
    if (series.device == key.device && series.metric == key.metric)
      return std::accumulate(series.values.begin(), series.values.end(), 0.0);
  }
  return 0;
}

void write_expected(const std::vector<SnapshotPtr>& day, const std::vector<Series>& all,
                    const std::string& path) {
  double minutes = 0;
  for (const store::SeriesKey& key : minutes_question(day).series) minutes += sum_of(all, key) / 60;
  fmt::output_file(path).print(
      R"({{"first":{},"seconds":{},"samples":{},"seconds_sum":{},"minutes_sum":{}}})",
      second_of(*day.front()), day.size(), day.size() * all.size(),
      sum_of(all, seconds_question(day).series[0]), minutes);
}

}  // namespace

void write_exports(const std::vector<SnapshotPtr>& day, const std::string& folder) {
  const std::vector<Series> all = series_of(day);
  const std::int64_t first = second_of(*day.front());
  write_openmetrics(all, first, folder + "/metrics.om");
  write_json_lines(all, first, folder + "/import.jsonl");
  write_tables(day, all, folder);
  write_expected(day, all, folder + "/expected.json");
}

}  // namespace mimon::bench
