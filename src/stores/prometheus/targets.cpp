#include "stores/prometheus/targets.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "metrics/openmetrics_names.h"

namespace mimon::store::prometheus {
namespace {

constexpr std::string_view kGpuId = "gpu/";

// A GPU is known by its UUID; without one its identity is its id.
void find_gpu(Target& target, const std::string& identity) {
  if (!identity.starts_with(kGpuId)) {
    target.label = "uuid";
    target.value = identity;
    return;
  }
  const std::string number = identity.substr(kGpuId.size());
  const bool instance = number.find('/') != std::string::npos;
  target.label = instance ? "instance_id" : "gpu";
  target.value = instance ? identity : number;
  target.others = instance ? ",uuid=\"\"" : ",uuid=\"\",instance_id=\"\"";
}

}  // namespace

bool needs_bearers(const SeriesKey& key) {
  return key.device.starts_with(kGpuId);
}

Target find_target(const SeriesKey& key, const Catalog& catalog,
                   const std::vector<Bearer>& bearers) {
  const auto slash = key.device.find('/');
  const auto kind =
      parse_kind(std::string_view(key.device).substr(0, slash)).value_or(DeviceKind::gpu);
  Target target;
  if (kind == DeviceKind::gpu) {
    const Bearer* bearer = needs_bearers(key) ? bearer_of(bearers, key.device) : nullptr;
    if (needs_bearers(key) && !bearer) return target;
    find_gpu(target, bearer ? bearer->identity : key.device);
  } else if (kind != DeviceKind::host) {
    if (slash == std::string::npos) return target;
    target.label = openmetrics::label_of(kind);
    target.value = key.device.substr(slash + 1);
  }
  target.spec = catalog.find(kind, key.metric);
  return target;
}

std::vector<Group> group(std::span<const Target> targets, const std::string& host) {
  using Key = std::tuple<const MetricSpec*, std::string, std::string>;
  std::map<Key, std::size_t> places;
  std::vector<Group> groups;
  std::vector<std::string> others;
  for (std::size_t column = 0; column < targets.size(); ++column) {
    const Target& target = targets[column];
    if (!target.spec) continue;
    const auto [place, fresh] =
        places.try_emplace({target.spec, target.label, target.others}, groups.size());
    if (fresh) {
      groups.push_back({.spec = target.spec, .label = target.label});
      others.push_back(target.others);
    }
    Group& in = groups[place->second];
    const auto known = std::find(in.values.begin(), in.values.end(), target.value);
    const auto at = static_cast<std::size_t>(known - in.values.begin());
    if (known == in.values.end()) {
      in.values.push_back(target.value);
      in.columns.emplace_back();
    }
    in.columns[at].push_back(column);
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    Group& one = groups[i];
    const std::string which =
        one.label.empty() ? "" : fmt::format(",{}=~{}", one.label, quoted_any_of(one.values));
    one.selector = fmt::format("{}{{host={}{}{}}}", openmetrics::sample_name(*one.spec),
                               promql_string(host), which, others[i]);
  }
  return groups;
}

}  // namespace mimon::store::prometheus
