#include "stores/prometheus/series_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "metrics/openmetrics_names.h"
#include "stores/prometheus/directory.h"

namespace mimon::store::prometheus {
namespace {

constexpr std::chrono::milliseconds kLimit{15'000};

std::string identity_from(DeviceKind kind, const Labels& labels) {
  if (kind == DeviceKind::host) return "host";
  if (kind == DeviceKind::gpu) {
    if (const auto uuid = labels.get("uuid"); !uuid.empty()) return std::string(uuid);
    if (const auto instance = labels.get("instance_id"); !instance.empty())
      return std::string(instance);
  }
  return fmt::format("{}/{}", device_kind_name(kind), labels.get(openmetrics::label_of(kind)));
}

SeriesInfo info_from(const MetricSpec& spec, const Labels& labels,
                     const std::vector<Bearer>& bearers, const std::string& host) {
  SeriesInfo info;
  info.host = host;
  info.identity = identity_from(spec.device, labels);
  info.device_kind = spec.device;
  info.metric = spec.id;
  info.kind = spec.kind;
  info.decimals = spec.decimals;
  const Bearer* bearer = last_of(bearers, info.identity);
  info.device = bearer ? bearer->id : info.identity;
  info.device_name =
      bearer ? bearer->name : std::string(labels.get(openmetrics::label_of(spec.device)));
  return info;
}

}  // namespace

Result<std::vector<SeriesInfo>> list_series(const QueryApi& api, const Catalog& catalog,
                                            const std::string& host, WallTime now) {
  const Deadline deadline(kLimit);
  const auto bearers = find_bearers(api, host, now, deadline);
  if (!bearers) return bearers.error();
  const double until = std::chrono::duration<double>(now.time_since_epoch()).count() + 60;
  const auto all =
      api.series(fmt::format("{{__name__=~\"mimon_.*\",host={}}}", promql_string(host)),
                 kEverything, until, deadline);
  if (!all) return all.error();
  std::unordered_map<std::string, const MetricSpec*> specs;
  for (const MetricSpec* spec : catalog.metrics())
    specs.emplace(openmetrics::sample_name(*spec), spec);
  std::vector<SeriesInfo> list;
  for (const Labels& labels : *all) {
    const auto spec = specs.find(std::string(labels.get("__name__")));
    if (spec != specs.end()) list.push_back(info_from(*spec->second, labels, *bearers, host));
  }
  const auto key = [](const SeriesInfo& info) {
    return std::tie(info.device_kind, info.identity, info.metric);
  };
  std::sort(list.begin(), list.end(),
            [&](const SeriesInfo& a, const SeriesInfo& b) { return key(a) < key(b); });
  // A card that was renumbered or renamed has several series.
  list.erase(
      std::unique(list.begin(), list.end(),
                  [&](const SeriesInfo& a, const SeriesInfo& b) { return key(a) == key(b); }),
      list.end());
  return list;
}

}  // namespace mimon::store::prometheus
