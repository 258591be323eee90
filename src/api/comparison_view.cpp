#include <algorithm>
#include <numeric>

#include "api/comparison_outliers.h"
#include "api/views.h"

namespace mimon::api {
namespace {

struct Entry {
  const DeviceSample* gpu;
  double value;
  std::optional<double> share;  ///< per cent of its own limit
};

std::optional<double> share_of_limit(const MetricSpec& spec, const DeviceSample& gpu,
                                     double value) {
  if (spec.unit == Unit::percent) return value;
  if (!spec.limit) return std::nullopt;
  const auto limit = gpu.values.get(*spec.limit);
  if (!limit || *limit <= 0) return std::nullopt;
  return 100.0 * value / *limit;
}

std::vector<Entry> entries_of(const MetricSpec& spec,
                              const std::vector<const DeviceSample*>& gpus) {
  std::vector<Entry> entries;
  for (const DeviceSample* gpu : gpus) {
    if (const auto value = gpu->values.get(spec)) {
      entries.push_back({gpu, *value, share_of_limit(spec, *gpu, *value)});
    }
  }
  return entries;
}

void write_extreme(Json& json, std::string_view name, const Entry& entry, const MetricSpec& spec) {
  json.key(name);
  json.begin_object();
  json.field("gpu_id", entry.gpu->device->index);
  json.number_field("value", entry.value, spec.decimals);
  json.end_object();
}

void write_row(Json& json, const MetricSpec& spec, const std::vector<Entry>& entries) {
  const auto [lowest, highest] =
      std::minmax_element(entries.begin(), entries.end(),
                          [](const Entry& a, const Entry& b) { return a.value < b.value; });
  const double mean = std::accumulate(entries.begin(), entries.end(), 0.0,
                                      [](double sum, const Entry& e) { return sum + e.value; }) /
                      static_cast<double>(entries.size());
  json.begin_object();
  json.field("metric", spec.path);
  json.field("unit", unit_name(spec.unit));
  write_extreme(json, "highest", *highest, spec);
  write_extreme(json, "lowest", *lowest, spec);
  json.number_field("mean", mean, spec.decimals + 1);
  json.key("gpus");
  json.begin_array();
  for (const Entry& entry : entries) {
    json.begin_object();
    json.field("gpu_id", entry.gpu->device->index);
    json.number_field("value", entry.value, spec.decimals);
    json.number_field("from_mean", entry.value - mean, spec.decimals + 1);
    json.number_field("share_of_limit", entry.share, 1);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void write_outlier(Json& json, const Outlier& outlier) {
  json.begin_object();
  json.field("gpu_id", outlier.gpu->device->index);
  json.field("kind", outlier.kind);
  json.field("metric", outlier.metric->path);
  json.number_field("value", outlier.value, outlier.metric->decimals);
  json.number_field("typical", outlier.typical, outlier.metric->decimals);
  json.field("reason", std::string_view(outlier.reason));
  json.end_object();
}

}  // namespace

void write_comparison(Json& json, const View& view, const std::vector<const DeviceSample*>& gpus,
                      const Catalog& catalog) {
  json.begin_object();
  json.field("gpu_count", gpus.size());
  json.key("gpus");
  json.begin_array();
  for (const DeviceSample* gpu : gpus) write_gpu_metrics(json, view, *gpu);
  json.end_array();
  json.key("comparison");
  json.begin_array();
  for (const MetricSpec* spec : catalog.of(DeviceKind::gpu)) {
    if (spec->kind != Kind::gauge) continue;
    const auto entries = entries_of(*spec, gpus);
    if (!entries.empty()) write_row(json, *spec, entries);
  }
  json.end_array();
  json.key("outliers");
  json.begin_array();
  for (const Outlier& outlier : find_outliers(gpus)) write_outlier(json, outlier);
  json.end_array();
  json.end_object();
}

}  // namespace mimon::api
