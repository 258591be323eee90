#include "stores/prometheus/write_request.h"

#include <algorithm>
#include <cstdint>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>
#include <vector>

#include "metrics/openmetrics_names.h"

namespace mimon::store::prometheus {
namespace {

using openmetrics::Label;

// Field numbers of prompb's messages.
constexpr protozero::pbf_tag_type kTimeseries = 1;
constexpr protozero::pbf_tag_type kLabels = 1, kSamples = 2;
constexpr protozero::pbf_tag_type kName = 1, kText = 2;
constexpr protozero::pbf_tag_type kValue = 1, kTimestamp = 2;

void put_label(protozero::pbf_writer& series, std::string_view name, std::string_view value) {
  protozero::pbf_writer label(series, kLabels);
  label.add_string(kName, name.data(), name.size());
  label.add_string(kText, value.data(), value.size());
}

// The labels of a device, ready to stand behind a name: sorted, as the specification asks, and
// without the empty ones, which mean the same as none.
std::string encoded(std::vector<Label> labels) {
  std::sort(labels.begin(), labels.end(),
            [](const Label& a, const Label& b) { return a.name < b.name; });
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  for (const Label& label : labels) {
    if (!label.value.empty()) put_label(writer, label.name, label.value);
  }
  return bytes;
}

class Request {
 public:
  Request(const std::string& host, std::chrono::sys_seconds time)
      : host_(host), seconds_(time.time_since_epoch().count()) {}

  // Labels with the host's.
  [[nodiscard]] std::string labels(std::vector<Label> labels) const {
    labels.push_back({"host", host_});
    return encoded(std::move(labels));
  }

  void add(std::string_view name, const std::string& labels, double value) {
    protozero::pbf_writer series(request_, kTimeseries);
    put_label(series, "__name__", name);
    series_bytes(series, labels);
    protozero::pbf_writer sample(series, kSamples);
    sample.add_double(kValue, value);
    sample.add_int64(kTimestamp, seconds_ * 1000);
  }

  [[nodiscard]] double seconds() const { return static_cast<double>(seconds_); }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  // A `pbf_writer` writes to the end of the string that it shares with its parent.
  void series_bytes(protozero::pbf_writer& /*series*/, const std::string& labels) {
    bytes_ += labels;
  }

  const std::string& host_;
  std::int64_t seconds_;
  std::string bytes_;
  protozero::pbf_writer request_{bytes_};
};

void add_host(Request& request, const remote::HostIdentity& identity, const Snapshot& snapshot) {
  const std::string host = request.labels({});
  request.add(kTickTime, host, request.seconds());
  request.add(kTickInterval, host, std::chrono::duration<double>(snapshot.interval).count());
  request.add(kHostInfo,
              request.labels({{"url", identity.url},
                              {"version", identity.version},
                              {"simulated", identity.simulated ? "true" : ""}}),
              1);
}

void add_state(Request& request, const DeviceSample& sample) {
  const Device& device = *sample.device;
  if (device.kind != DeviceKind::host && device.kind != DeviceKind::gpu) return;
  const std::string labels = request.labels({{"device", device.id},
                                             {"identity", identity_of(device)},
                                             {"kind", std::string(device_kind_name(device.kind))},
                                             {"name", device.name}});
  request.add(kDeviceState, labels, static_cast<double>(sample.state));
  request.add(kDeviceTime, labels, request.seconds());
}

}  // namespace

WriteRequests::WriteRequests(const Catalog& catalog) {
  for (const MetricSpec* spec : catalog.metrics())
    names_.emplace(spec, openmetrics::sample_name(*spec));
}

std::string_view WriteRequests::name_of(const MetricSpec& spec, std::string& made) const {
  if (const auto known = names_.find(&spec); known != names_.end()) return known->second;
  made = openmetrics::sample_name(spec);
  return made;
}

std::string WriteRequests::encode(const remote::HostIdentity& identity, const Snapshot& snapshot,
                                  std::chrono::sys_seconds time) const {
  Request request(identity.host, time);
  std::string made;
  add_host(request, identity, snapshot);
  for (const DeviceSamplePtr& sample : snapshot.devices) {
    add_state(request, *sample);
    const std::string labels = request.labels(openmetrics::labels_of(*sample->device));
    for (const Reading& reading : sample->values.readings()) {
      const auto value = reading.value();
      if (!value) continue;
      request.add(name_of(reading.spec(), made), labels,
                  *value * openmetrics::base_factor(reading.spec().unit));
    }
  }
  return request.take();
}

std::optional<RecordOf> record_of(const std::string& message) {
  try {
    protozero::pbf_reader request(message);
    if (!request.next(kTimeseries)) return std::nullopt;
    protozero::pbf_reader series = request.get_message();
    RecordOf of;
    while (series.next()) {
      if (series.tag() == kSamples) {
        protozero::pbf_reader sample = series.get_message();
        if (!sample.next(kTimestamp)) return std::nullopt;
        of.time = std::chrono::sys_seconds(std::chrono::seconds(sample.get_int64() / 1000));
        return of;
      }
      protozero::pbf_reader label = series.get_message();
      const std::string name = label.next(kName) ? label.get_string() : "";
      if (label.next(kText) && name == "host") of.host = label.get_string();
    }
  } catch (const protozero::exception&) {
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace mimon::store::prometheus
