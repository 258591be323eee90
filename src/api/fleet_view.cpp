#include "api/fleet_view.h"

#include <algorithm>
#include <array>
#include <optional>

#include "api/fleet_values.h"
#include "base/text.h"
#include "base/version.h"
#include "metrics/gpu_metrics.h"
#include "stores/store.h"

namespace mimon::api {
namespace {

template <std::size_t Count>
void write_values(Json& json, const std::array<Shown, Count>& shown,
                  const store::DeviceSummary* device) {
  const auto found = values_of(shown, device);
  for (std::size_t i = 0; i < Count; ++i)
    json.number_field(shown[i].key, found[i], shown[i].decimals);
}

void write_gpus(Json& json, const store::HostSummary& host) {
  json.key("gpus");
  json.begin_array();
  for (const store::DeviceSummary& device : host.devices) {
    const auto index = gpu_index(device);
    if (!index) continue;
    json.begin_object();
    json.field("gpu_id", *index);
    json.field("name", std::string_view(device.name));
    json.field("state", device_state_name(device.state));
    write_values(json, kGpuValues, &device);
    json.end_object();
  }
  json.end_array();
}

std::string_view state_at(double age, std::chrono::milliseconds interval) {
  const double live = std::max(static_cast<double>(kLiveAge.count()),
                               kLiveIntervals * std::chrono::duration<double>(interval).count());
  if (age < live) return "live";
  return age < static_cast<double>(kStaleAge.count()) ? "stale" : "gone";
}

std::optional<std::string_view> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(std::string_view(text));
}

void write_host(Json& json, const Fleet& fleet, const store::HostSummary& host) {
  json.begin_object();
  write_host_facts(json, fleet, host);
  write_gpus(json, host);
  json.end_object();
}

}  // namespace

std::optional<int> gpu_index(const store::DeviceSummary& device) {
  const std::string_view id = device.id;
  if (device.kind != DeviceKind::gpu || !id.starts_with("gpu/")) return std::nullopt;
  return parse_number<int>(id.substr(4));
}

void write_host_facts(Json& json, const Fleet& fleet, const store::HostSummary& host) {
  const double age = std::max(0.0, std::chrono::duration<double>(fleet.now - host.last).count());
  json.field("host", std::string_view(host.host));
  json.field("this_host", host.host == fleet.self.name);
  json.field("url", text_or_null(host.url));
  json.field("version", text_or_null(host.version));
  json.field("simulated", host.simulated);
  json.field("last", iso8601(host.last));
  json.number_field("age_s", age, 1);
  json.field("state", state_at(age, host.interval));
  const auto machine =
      std::find_if(host.devices.begin(), host.devices.end(),
                   [](const store::DeviceSummary& d) { return d.kind == DeviceKind::host; });
  write_values(json, kHostValues, machine == host.devices.end() ? nullptr : &*machine);
}

store::HostSummary summary_of(const Snapshot& snapshot, const ThisHost& self) {
  store::HostSummary host;
  host.host = self.name;
  host.url = self.url;
  host.version = kVersion;
  host.last = snapshot.wall;
  host.interval = snapshot.interval;
  for (const DeviceSamplePtr& sample : snapshot.devices) {
    const Device& device = *sample->device;
    host.simulated = host.simulated || device.simulated;
    if (device.kind != DeviceKind::host && device.kind != DeviceKind::gpu) continue;
    store::DeviceSummary& summary = host.devices.emplace_back();
    summary.id = device.id;
    summary.identity = store::identity_of(device);
    summary.kind = device.kind;
    summary.name = device.name;
    summary.state = sample->state;
    for (const Reading& reading : sample->values.readings()) {
      if (const auto value = reading.value())
        summary.values.emplace_back(reading.spec().id, *value);
    }
  }
  return host;
}

void write_fleet_facts(Json& json, const Fleet& fleet) {
  json.field("timestamp", iso8601(fleet.now));
  json.field("this_host", std::string_view(fleet.self.name));
  json.field("shared_store", fleet.self.shared);
  json.field("store_detail", fleet.store_detail);
  json.field("host_count", fleet.hosts.size());
}

void write_fleet(Json& json, const Fleet& fleet) {
  json.begin_object();
  write_fleet_facts(json, fleet);
  json.key("hosts");
  json.begin_array();
  for (const store::HostSummary& host : fleet.hosts) write_host(json, fleet, host);
  json.end_array();
  json.end_object();
}

}  // namespace mimon::api
