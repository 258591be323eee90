#include "api/history_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
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

/// A GPU that the store knows, or that is asked for.
struct Gpu {
  int index = -1;          ///< -1: it is a MIG instance, or bears none any more
  std::string uuid;        ///< empty where it has none, or is asked for by its index
  std::string instance{};  ///< of a MIG instance that is there: its id

  auto operator<=>(const Gpu&) const = default;
};

/// By index, then MIG instances and those that are gone.
std::vector<Gpu> known_gpus(const std::vector<store::SeriesInfo>& known) {
  std::set<Gpu> there;
  std::set<Gpu> others;
  for (const store::SeriesInfo& info : known) {
    if (info.device_kind != DeviceKind::gpu) continue;
    const std::string_view id = info.device;
    const std::string uuid = info.identity.starts_with("gpu/") ? std::string() : info.identity;
    const auto index = id.starts_with("gpu/") ? parse_number<int>(id.substr(4)) : std::nullopt;
    if (index)
      there.insert({*index, uuid});
    else if (!uuid.empty())
      others.insert({-1, uuid, info.device});
  }
  std::vector<Gpu> all(there.begin(), there.end());
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

std::string list_of(const std::vector<Gpu>& known) {
  if (known.empty()) return "There is no history of any GPU.";
  std::vector<std::string> words;
  for (const Gpu& gpu : known) {
    if (gpu.index < 0)
      words.push_back(fmt::format("{} ({})", gpu.uuid,
                                  gpu.instance.empty() ? "no longer there" : gpu.instance));
    else
      words.push_back(gpu.uuid.empty() ? fmt::format("{}", gpu.index)
                                       : fmt::format("{} ({})", gpu.index, gpu.uuid));
  }
  return fmt::format("History knows {}.", fmt::join(words, ", "));
}

/// The GPU that a word of `gpu_id` names.
std::variant<Gpu, Response> find_gpu(const std::string& word, const std::vector<Gpu>& known) {
  const auto index = parse_number<int>(word);
  for (const Gpu& gpu : known) {
    if (index && gpu.index == *index && *index >= 0) return Gpu{*index, {}};
    if (!index && gpu.uuid == word) return gpu;
  }
  // What is neither a number nor like a UUID is a mistake of another kind.
  if (index ? *index < 0 : word.find('-') == std::string::npos) {
    return bad(
        fmt::format("'gpu_id' takes indices of GPUs, whole numbers from 0, and UUIDs, "
                    "comma-separated. {}",
                    list_of(known)));
  }
  return problem(404, "Not Found",
                 fmt::format("There is no history of a GPU {}. {}", word, list_of(known)));
}

std::optional<Response> read_gpus(const Target& target, const std::vector<Gpu>& known,
                                  std::vector<Gpu>& gpus) {
  const auto add = [&](const Gpu& gpu) {
    if (std::find(gpus.begin(), gpus.end(), gpu) == gpus.end()) gpus.push_back(gpu);
  };
  const auto given = target.find("gpu_id");
  if (!given) {
    for (const Gpu& gpu : known) {
      if (gpu.index >= 0) add({gpu.index, {}});
    }
    if (gpus.empty())
      return problem(
          404, "Not Found",
          known.empty() ? list_of(known) : "No GPU with history is there now. " + list_of(known));
    return std::nullopt;
  }
  for (const std::string& word : split_list(*given)) {
    auto found = find_gpu(word, known);
    if (auto* wrong = std::get_if<Response>(&found)) return std::move(*wrong);
    add(std::get<Gpu>(found));
  }
  if (gpus.empty()) return bad("'gpu_id' must name at least one GPU.");
  return std::nullopt;
}

std::string device_of(const Gpu& gpu) {
  return gpu.uuid.empty() ? fmt::format("gpu/{}", gpu.index) : gpu.uuid;
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
  const auto add = [&](const std::string& device, const Gpu& gpu) {
    for (const MetricSpec* spec : metrics) {
      question.series.push_back({gpu.index, gpu.uuid, spec});
      question.query.series.push_back({device, std::string(spec->id)});
    }
  };
  if (of == HistoryOf::host) {
    add("host", {});
    return question;
  }
  std::vector<Gpu> gpus;
  if (auto wrong = read_gpus(target, known_gpus(known), gpus)) return std::move(*wrong);
  for (const Gpu& gpu : gpus) add(device_of(gpu), gpu);
  return question;
}

}  // namespace mimon::api
