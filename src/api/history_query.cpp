#include "api/history_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "api/time_text.h"
#include "base/text.h"

namespace mimon::api {
namespace {

constexpr std::string_view kGpuDefaults =
    "utilization,memory.used,memory.total,temperature,power.usage";
constexpr std::string_view kHostDefaults = "cpu.percent,ram.used,ram.used_percent,swap.used";
constexpr std::size_t kMostPoints = 100'000;

Response bad(std::string_view detail) {
  return problem(400, "Bad Request", detail);
}

std::optional<Response> check_names(const Target& target, HistoryOf of, HistoryUse use) {
  std::vector<std::string_view> known{"start_time", "end_time", "range", "resolution",
                                      "metrics",    "format",   "stats", "host"};
  if (use == HistoryUse::answer) known.emplace_back("max_points");
  if (of == HistoryOf::gpu) known.emplace_back("gpu_id");
  for (const auto& [name, value] : target.query) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (name == "max_points")
      return bad("An export has every point and takes no 'max_points'; set 'resolution' for less.");
    return bad(fmt::format("Unknown parameter '{}'; this endpoint takes {}.", name,
                           fmt::join(known, ", ")));
  }
  return std::nullopt;
}

std::optional<Response> read_span(const Target& target, WallTime now, store::Query& query) {
  const auto range = target.find("range");
  const auto start = target.find("start_time");
  const auto end = target.find("end_time");
  if (range && (start || end)) return bad("Give either 'range', or 'start_time' and 'end_time'.");
  query.end = now + std::chrono::seconds(1);
  if (range || (!start && !end)) {
    const auto span = parse_span(range.value_or("1h"));
    if (!span) return bad("'range' takes a time such as 1h, 6h, 24h or 7d.");
    if (WallTime{} + *span > query.end) return bad("'range' reaches back before 1970.");
    query.start = query.end - *span;
    return std::nullopt;
  }
  if (!start) return bad("'end_time' needs 'start_time'.");
  const auto from = parse_time(*start);
  const auto to = end ? parse_time(*end) : std::optional(query.end);
  if (!from || !to) {
    return bad(fmt::format("'{}' takes a time such as 2026-01-31T12:00:00Z, or seconds since 1970.",
                           from ? "end_time" : "start_time"));
  }
  if (*from > now) return bad("'start_time' is in the future.");
  if (*from >= *to) return bad("'start_time' must be before 'end_time'.");
  query.start = *from;
  query.end = std::min(*to, query.end);
  return std::nullopt;
}

std::optional<Response> read_limits(const Target& target, HistoryQuestion& question) {
  if (const auto word = target.find("resolution"); word && *word != "auto") {
    question.query.resolution = store::parse_resolution(*word);
    if (!question.query.resolution) return bad("'resolution' takes auto, 1s, 10s, 1m or 5m.");
  }
  if (const auto word = target.find("max_points")) {
    const auto points = parse_number<std::size_t>(*word);
    if (!points || *points < 2 || *points > kMostPoints) {
      return bad(fmt::format("'max_points' takes a whole number from 2 to {}.", kMostPoints));
    }
    question.query.max_points = *points;
  }
  if (const auto word = target.find("stats")) {
    for (const std::string& stat : split_list(*word)) {
      if (stat != "avg" && stat != "min" && stat != "max")
        return bad("'stats' takes avg, min and max.");
      question.query.min_max = question.query.min_max || stat != "avg";
    }
  }
  return std::nullopt;
}

std::optional<Response> read_format(const Target& target, HistoryUse use, HistoryFormat& format) {
  const auto word = target.find("format").value_or("rows");
  if (word == "rows") return std::nullopt;
  if (use == HistoryUse::exporting) {
    format = HistoryFormat::csv;
    if (word != "csv") return bad("'format' takes rows or csv for an export.");
  } else {
    format = HistoryFormat::columns;
    if (word != "columns") return bad("'format' takes rows or columns here; csv is for an export.");
  }
  return std::nullopt;
}

const MetricSpec* find_metric(const Catalog& catalog, DeviceKind kind, std::string_view name) {
  for (const MetricSpec* spec : catalog.metrics()) {
    if (spec->device == kind &&
        (spec->id == name || spec->path == name || row_key(*spec) == name)) {
      return spec;
    }
  }
  return nullptr;
}

/// The GPUs that the store knows, by index.
std::set<int> known_gpus(const std::vector<store::SeriesInfo>& known) {
  std::set<int> found;
  for (const store::SeriesInfo& info : known) {
    const std::string_view id = info.device;
    if (info.device_kind != DeviceKind::gpu || !id.starts_with("gpu/")) continue;
    if (const auto index = parse_number<int>(id.substr(4))) found.insert(*index);
  }
  return found;
}

std::optional<Response> read_gpus(const Target& target, const std::set<int>& known,
                                  std::vector<int>& gpus) {
  const auto given = target.find("gpu_id");
  if (!given) {
    gpus.assign(known.begin(), known.end());
    if (gpus.empty()) return problem(404, "Not Found", "There is no history of any GPU.");
    return std::nullopt;
  }
  for (const std::string& word : split_list(*given)) {
    const auto id = parse_number<int>(word);
    if (!id || *id < 0)
      return bad("'gpu_id' takes indices of GPUs, whole numbers from 0, comma-separated.");
    if (!known.contains(*id)) {
      return problem(404, "Not Found", fmt::format("There is no history of a GPU {}.", *id));
    }
    if (std::find(gpus.begin(), gpus.end(), *id) == gpus.end()) gpus.push_back(*id);
  }
  if (gpus.empty()) return bad("'gpu_id' must name at least one GPU.");
  return std::nullopt;
}

std::optional<Response> read_metrics(const Target& target, HistoryOf of, const Catalog& catalog,
                                     std::vector<const MetricSpec*>& metrics) {
  const bool gpu = of == HistoryOf::gpu;
  const auto names =
      split_list(target.find("metrics").value_or(gpu ? kGpuDefaults : kHostDefaults));
  for (const std::string& name : names) {
    const auto* spec = find_metric(catalog, gpu ? DeviceKind::gpu : DeviceKind::host, name);
    if (!spec && target.find("metrics")) {
      return bad(
          fmt::format("Unknown metric '{}'; {}/catalog lists them.", name, "/api/v1/system"));
    }
    if (spec && std::find(metrics.begin(), metrics.end(), spec) == metrics.end())
      metrics.push_back(spec);
  }
  if (metrics.empty()) return bad("'metrics' must name at least one metric.");
  return std::nullopt;
}

}  // namespace

std::string row_key(const MetricSpec& spec) {
  std::string key(spec.id);
  std::replace(key.begin(), key.end(), '.', '_');
  return key;
}

std::variant<HistoryQuestion, Response> read_history_question(
    const Target& target, HistoryOf of, HistoryUse use, const Catalog& catalog,
    const std::vector<store::SeriesInfo>& known, WallTime now) {
  HistoryQuestion question;
  if (auto wrong = check_names(target, of, use)) return std::move(*wrong);
  if (auto wrong = read_span(target, now, question.query)) return std::move(*wrong);
  if (auto wrong = read_limits(target, question)) return std::move(*wrong);
  if (auto wrong = read_format(target, use, question.format)) return std::move(*wrong);
  std::vector<const MetricSpec*> metrics;
  if (auto wrong = read_metrics(target, of, catalog, metrics)) return std::move(*wrong);
  std::vector<int> gpus{-1};
  if (of == HistoryOf::gpu) {
    gpus.clear();
    if (auto wrong = read_gpus(target, known_gpus(known), gpus)) return std::move(*wrong);
  }
  for (const int gpu : gpus) {
    const std::string device = gpu < 0 ? "host" : fmt::format("gpu/{}", gpu);
    for (const MetricSpec* spec : metrics) {
      question.series.push_back({gpu, spec});
      question.query.series.push_back({device, std::string(spec->id)});
    }
  }
  return question;
}

}  // namespace mimon::api
