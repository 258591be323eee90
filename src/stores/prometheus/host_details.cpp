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
};

constexpr Shown kShown[] = {
    {DeviceKind::host, "cpu.percent"}, {DeviceKind::host, "ram.used"},
    {DeviceKind::host, "ram.total"},   {DeviceKind::gpu, "utilization"},
    {DeviceKind::gpu, "memory.used"},  {DeviceKind::gpu, "memory.total"},
    {DeviceKind::gpu, "temperature"},  {DeviceKind::gpu, "power.usage"},
    {DeviceKind::gpu, "power.limit"},
};

// One host is asked for by name; of several all are asked for, which keeps the question short.
class Details {
 public:
  Details(const QueryApi& api, const std::map<std::string, HostSummary*>& hosts, double time,
          int window, const Deadline& deadline)
      : api_(api), hosts_(hosts), time_(time), window_(window), deadline_(deadline) {}

  using Each = std::function<void(HostSummary&, const Labels&, double)>;
  Result<void> ask(std::string_view name, std::string_view by, const Each& each) const {
    const std::string which =
        hosts_.size() == 1 ? "host=" + quoted(hosts_.begin()->first) : std::string("host!=\"\"");
    const auto found = api_.instant(
        fmt::format("max by (host,{}) (last_over_time({}{{{}}}[{}s]))", by, name, which, window_),
        time_, deadline_);
    if (!found) return found.error();
    for (const Series& series : *found) {
      const auto host = hosts_.find(std::string(series.labels.get("host")));
      if (host != hosts_.end()) each(*host->second, series.labels, series.samples.back().value);
    }
    return {};
  }

 private:
  const QueryApi& api_;
  const std::map<std::string, HostSummary*>& hosts_;
  double time_;
  int window_;
  const Deadline& deadline_;
};

void add_info(HostSummary& host, const Labels& labels, double /*one*/) {
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

}  // namespace

Result<void> fill_details(const QueryApi& api, const Catalog& catalog,
                          const std::map<std::string, HostSummary*>& hosts, double time, int window,
                          const Deadline& deadline) {
  if (hosts.empty()) return {};
  const Details details(api, hosts, time, window, deadline);
  if (const auto got = details.ask(kHostInfo, "url,version,simulated", add_info); !got) return got;
  if (const auto got = details.ask(kDeviceState, "device,identity,kind,name", add_device); !got)
    return got;
  for (const auto& [name, host] : hosts)
    std::sort(host->devices.begin(), host->devices.end(), before);
  for (const Shown& shown : kShown) {
    const MetricSpec* spec = catalog.find(shown.kind, shown.metric);
    if (!spec) continue;
    const auto got = details.ask(openmetrics::sample_name(*spec), "gpu,uuid,instance_id",
                                 [&](HostSummary& host, const Labels& labels, double value) {
                                   add_value(host, *spec, labels, value);
                                 });
    if (!got) return got;
  }
  return {};
}

}  // namespace mimon::store::prometheus
