#include "api/history_writer.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "api/json.h"
#include "api/number_text.h"

namespace mimon::api {
namespace {

/// Averages are kept with one decimal more than the metric's.
int decimals_of(const MetricSpec& spec, const store::QueryResult& result) {
  return spec.decimals + (result.resolution == store::Resolution::s1 && !result.min_max ? 0 : 1);
}

/// The fields that every answer begins with, without the closing brace.
std::string head(const HistoryQuestion& question, const store::QueryResult& result) {
  std::string out = "{";
  if (!question.host.empty()) {
    Json name;
    name.value(std::string_view(question.host));
    out += fmt::format(R"("host":{},)", name.take());
  }
  return out + fmt::format(
                   R"("resolution":"{}","step":{},"start_time":"{}","end_time":"{}","points":{})",
                   store::resolution_name(result.resolution), result.step.count(),
                   iso8601(question.query.start), iso8601(question.query.end), result.times.size());
}

/// Series of one GPU (or the host) stand side by side in `question.series`.
std::size_t series_a_device(const HistoryQuestion& question) {
  const HistorySeries& first = question.series[0];
  std::size_t count = 1;
  while (count < question.series.size() && question.series[count].gpu_id == first.gpu_id &&
         question.series[count].uuid == first.uuid) {
    ++count;
  }
  return count;
}

std::string index_of(const HistorySeries& series) {
  return series.gpu_id < 0 ? "null" : std::to_string(series.gpu_id);
}

/// `,"uuid":"…"` where the question names the GPU by it.
std::string uuid_field(const HistorySeries& series) {
  if (series.uuid.empty()) return {};
  Json text;
  text.value(std::string_view(series.uuid));
  return ",\"uuid\":" + text.take();
}

/// What a row says of its device, by the place of the device's first series.
std::vector<std::string> device_fields(const HistoryQuestion& question, std::size_t width) {
  std::vector<std::string> fields(question.series.size());
  for (std::size_t i = 0; i < question.series.size(); i += width) {
    const HistorySeries& series = question.series[i];
    if (series.of_gpu()) fields[i] = ",\"gpu_id\":" + index_of(series) + uuid_field(series);
  }
  return fields;
}

/// Keys of one device's series as they stand in a row: `"utilization":`.
std::vector<std::array<std::string, 3>> quoted_keys(const HistoryQuestion& question) {
  std::vector<std::array<std::string, 3>> keys;
  for (std::size_t i = 0; i < series_a_device(question); ++i) {
    const std::string key = row_key(*question.series[i].spec);
    keys.push_back({fmt::format(",\"{}\":", key), fmt::format(",\"{}_min\":", key),
                    fmt::format(",\"{}_max\":", key)});
  }
  return keys;
}

void append_column(std::string& out, std::string_view name, const std::vector<double>& values,
                   int decimals) {
  out += fmt::format(",\"{}\":[", name);
  append_numbers(out, values, decimals);
  out += ']';
}

}  // namespace

void append_rows(std::string& out, const HistoryQuestion& question,
                 const store::QueryResult& portion) {
  const auto keys = quoted_keys(question);
  const std::size_t width = keys.size();
  const auto devices = device_fields(question, width);
  for (std::size_t at = 0; at < portion.times.size(); ++at) {
    const std::string time = iso8601(portion.times[at]);
    for (std::size_t first = 0; first < question.series.size(); first += width) {
      if (!out.empty() && out.back() == '}') out += ',';
      out += "{\"timestamp\":\"" + time + '"';
      out += devices[first];
      for (std::size_t i = 0; i < width; ++i) {
        const store::Column& column = portion.columns[first + i];
        const MetricSpec& spec = *question.series[first + i].spec;
        out += keys[i][0];
        append_number(out, column.avg[at], decimals_of(spec, portion));
        if (!portion.min_max) continue;
        out += keys[i][1];
        append_number(out, column.min[at], spec.decimals);
        out += keys[i][2];
        append_number(out, column.max[at], spec.decimals);
      }
      out += '}';
    }
  }
}

std::string history_rows(const HistoryQuestion& question, const store::QueryResult& result) {
  std::string out = head(question, result) + ",\"data\":[";
  out.reserve(result.times.size() * question.series.size() * 40 + 4096);
  append_rows(out, question, result);
  out += "]}";
  return out;
}

std::string history_columns(const HistoryQuestion& question, const store::QueryResult& result) {
  std::string out = head(question, result) + ",\"timestamps\":[";
  out.reserve(result.times.size() * (11 + question.series.size() * (result.min_max ? 18 : 7)) +
              4096);
  append_times(out, result.times);
  out += "],\"series\":[";
  for (std::size_t i = 0; i < question.series.size(); ++i) {
    const HistorySeries& series = question.series[i];
    const MetricSpec* spec = series.spec;
    const store::Column& column = result.columns[i];
    out += fmt::format(R"({}{{"gpu_id":{}{},"metric":"{}","unit":"{}","known":{})",
                       i == 0 ? "" : ",", index_of(series), uuid_field(series), spec->id,
                       unit_name(spec->unit), column.known);
    append_column(out, "avg", column.avg, decimals_of(*spec, result));
    if (result.min_max) {
      append_column(out, "min", column.min, spec->decimals);
      append_column(out, "max", column.max, spec->decimals);
    }
    out += '}';
  }
  out += "]}";
  return out;
}

std::string csv_head(const HistoryQuestion& question) {
  std::string line = question.series[0].of_gpu() ? "timestamp,gpu_id" : "timestamp";
  for (std::size_t i = 0; i < series_a_device(question); ++i) {
    const std::string key = row_key(*question.series[i].spec);
    line += question.query.min_max ? fmt::format(",{0},{0}_min,{0}_max", key) : "," + key;
  }
  return line + '\n';
}

void append_csv(std::string& out, const HistoryQuestion& question,
                const store::QueryResult& portion) {
  const std::size_t width = series_a_device(question);
  const auto field = [&](double value, int decimals) {
    out += ',';
    if (std::isfinite(value)) append_number(out, value, decimals);
  };
  for (std::size_t at = 0; at < portion.times.size(); ++at) {
    for (std::size_t first = 0; first < question.series.size(); first += width) {
      out += iso8601(portion.times[at]);
      const HistorySeries& series = question.series[first];
      if (series.of_gpu()) out += ',' + (series.uuid.empty() ? index_of(series) : series.uuid);
      for (std::size_t i = first; i < first + width; ++i) {
        const MetricSpec& spec = *question.series[i].spec;
        field(portion.columns[i].avg[at], decimals_of(spec, portion));
        if (!question.query.min_max) continue;
        field(portion.columns[i].min[at], spec.decimals);
        field(portion.columns[i].max[at], spec.decimals);
      }
      out += '\n';
    }
  }
}

}  // namespace mimon::api
