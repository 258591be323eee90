#include "stores/prometheus/host_details.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "metrics/openmetrics_names.h"
#include "stores/prometheus/directory.h"
#include "stores/prometheus/write_request.h"

namespace mimon::store::prometheus {
namespace {

struct Shown {
  DeviceKind kind;
  std::string_view metric;
  Part part;
};

constexpr Shown kShown[] = {
    {DeviceKind::host, "cpu.percent", Part::moving},
    {DeviceKind::host, "ram.used", Part::moving},
    {DeviceKind::host, "ram.total", Part::lasting},
    {DeviceKind::gpu, "utilization", Part::moving},
    {DeviceKind::gpu, "memory.used", Part::moving},
    {DeviceKind::gpu, "memory.total", Part::lasting},
    {DeviceKind::gpu, "temperature", Part::moving},
    {DeviceKind::gpu, "power.usage", Part::moving},
    {DeviceKind::gpu, "power.limit", Part::lasting},
};

using Hosts = std::map<std::string, HostSummary*>;

// The metrics of a part by the name that they are written under.
std::map<std::string, const MetricSpec*, std::less<>> metrics_of(const Catalog& catalog,
                                                                 Part part) {
  std::map<std::string, const MetricSpec*, std::less<>> metrics;
  for (const Shown& shown : kShown) {
    const MetricSpec* spec = catalog.find(shown.kind, shown.metric);
    if (spec && (part == Part::all || part == shown.part))
      metrics.emplace(openmetrics::sample_name(*spec), spec);
  }
  return metrics;
}

// One host is asked for by name; of several all are asked for, which keeps the question short.
std::string question(const Hosts& hosts, const std::vector<std::string>& names, Part part,
                     int window) {
  const std::string which =
      hosts.size() == 1 ? "host=" + promql_string(hosts.begin()->first) : std::string("host!=\"\"");
  const std::string_view by =
      part == Part::moving ? "" : ",url,version,simulated,device,identity,kind,name";
  return fmt::format(
      "max by (__name__,host,gpu,uuid,instance_id{}) (last_over_time({{__name__=~{},{}}}[{}s]))",
      by, quoted_any_of(names), which, window);
}

void add_info(HostSummary& host, const Labels& labels) {
  host.url = labels.get("url");
  host.version = labels.get("version");
  host.simulated = labels.get("simulated") == "true";
}

void add_device(HostSummary& host, const Labels& labels, double state) {
  DeviceSummary device;
  device.id = labels.get("device");
  device.identity = labels.get("identity");
  device.kind = parse_kind(labels.get("kind")).value_or(DeviceKind::host);
  device.name = labels.get("name");
  if (state >= 0 && state <= static_cast<double>(DeviceState::stale))
    device.state = static_cast<DeviceState>(std::lround(state));
  host.devices.push_back(std::move(device));
}

// The device's identity, by the labels of its metrics.
bool is_of(const DeviceSummary& device, DeviceKind kind, const Labels& labels) {
  if (device.kind != kind) return false;
  if (kind == DeviceKind::host) return true;
  if (const auto uuid = labels.get("uuid"); !uuid.empty()) return device.identity == uuid;
  const auto instance = labels.get("instance_id");
  return device.id == (instance.empty() ? fmt::format("gpu/{}", labels.get("gpu")) : instance);
}

void add_value(HostSummary& host, const MetricSpec& spec, const Labels& labels, double value) {
  const double scale = std::pow(10, spec.decimals);
  const double original = std::round(value / openmetrics::base_factor(spec.unit) * scale) / scale;
  for (DeviceSummary& device : host.devices) {
    if (device.state == DeviceState::ok && is_of(device, spec.device, labels))
      device.values.emplace_back(spec.id, original);
  }
}

// Host first, then GPUs by number, each with its instances behind it.
bool before(const DeviceSummary& a, const DeviceSummary& b) {
  if (a.kind != b.kind) return a.kind < b.kind;
  if (a.id.size() != b.id.size() && a.id.find('/', 4) == b.id.find('/', 4))
    return a.id.size() < b.id.size();
  return a.id < b.id;
}

template <typename Each>
void for_each(const std::vector<Series>& found, const Hosts& hosts, Each each) {
  for (const Series& series : found) {
    const auto host = hosts.find(std::string(series.labels.get("host")));
    if (host != hosts.end()) each(*host->second, series);
  }
}

}  // namespace

Result<void> fill_details(const QueryApi& api, const Catalog& catalog, const Hosts& hosts,
                          Part part, double time, int window, const Deadline& deadline) {
  if (hosts.empty()) return {};
  const auto metrics = metrics_of(catalog, part);
  std::vector<std::string> names;
  names.reserve(metrics.size() + 3);
  for (const auto& [name, spec] : metrics) names.push_back(name);
  if (part != Part::lasting) names.emplace_back(kTickTime);
  if (part != Part::moving)
    names.insert(names.end(), {std::string(kHostInfo), std::string(kDeviceState)});
  const auto found = api.instant(question(hosts, names, part, window), time, deadline);
  if (!found) return found.error();
  // Devices first: values belong to them.
  for_each(*found, hosts, [](HostSummary& host, const Series& series) {
    const std::string_view name = series.labels.get("__name__");
    const double value = series.samples.back().value;
    if (name == kTickTime)
      host.last = WallTime(std::chrono::milliseconds(std::llround(value * 1000)));
    if (name == kHostInfo) add_info(host, series.labels);
    if (name == kDeviceState) add_device(host, series.labels, value);
  });
  for (const auto& [name, host] : hosts)
    std::sort(host->devices.begin(), host->devices.end(), before);
  for_each(*found, hosts, [&](HostSummary& host, const Series& series) {
    const auto metric = metrics.find(series.labels.get("__name__"));
    if (metric != metrics.end())
      add_value(host, *metric->second, series.labels, series.samples.back().value);
  });
  return {};
}

}  // namespace mimon::store::prometheus
