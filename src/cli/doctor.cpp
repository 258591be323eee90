#include "cli/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace mimon::cli {
namespace {

std::string_view in_words(Absence absence) {
  switch (absence) {
    case Absence::unsupported:
      return "the hardware, driver or kernel does not give it";
    case Absence::denied:
      return "no permission; try as root";
    case Absence::asleep:
      return "the device sleeps and is left alone";
    case Absence::lost:
      return "the device fell off the bus";
    case Absence::unresponsive:
      return "the driver does not answer";
    case Absence::stale:
      return "the last answer is too old";
    case Absence::not_ready:
      return "it needs a second sample, or has not happened yet";
    case Absence::invalid:
      return "what was given makes no sense";
    case Absence::failed:
      return "reading it failed";
  }
  return "";
}

/// The metrics that a device should have and does not give, by reason.
std::map<Absence, std::vector<std::string_view>> missing(const DeviceSample& sample,
                                                         const Catalog& catalog) {
  std::map<Absence, std::vector<std::string_view>> by_reason;
  for (const MetricSpec* spec : catalog.of(sample.device->kind)) {
    const Reading* reading = sample.values.find(*spec);
    if (reading && reading->value()) continue;
    const auto why = reading ? reading->absence() : std::nullopt;
    by_reason[why.value_or(Absence::unsupported)].push_back(spec->path);
  }
  return by_reason;
}

std::size_t present(const DeviceSample& sample) {
  const auto readings = sample.values.readings();
  return static_cast<std::size_t>(std::count_if(
      readings.begin(), readings.end(), [](const Reading& r) { return r.value().has_value(); }));
}

std::string device_lines(const DeviceSample& sample, const Catalog& catalog) {
  const bool good = sample.state == DeviceState::ok && present(sample) > 0;
  std::string text = fmt::format("{} {} ({}): {} values", good ? "[ok]  " : "[!]   ",
                                 sample.device->id, sample.device->name, present(sample));
  if (sample.device->simulated) text += ", SIMULATED";
  if (sample.state != DeviceState::ok) {
    text += fmt::format(", {}: {}", device_state_name(sample.state), sample.detail);
  }
  text += '\n';
  for (const auto& [why, paths] : missing(sample, catalog)) {
    text += fmt::format("         no {}: {}\n", fmt::join(paths, ", "), in_words(why));
  }
  return text;
}

std::string vendor_line(const VendorStatus& vendor) {
  std::string_view mark = "[!]   ";
  if (vendor.state == VendorStatus::State::ok) mark = "[ok]  ";
  if (vendor.state == VendorStatus::State::absent) mark = "[none]";
  std::string text = fmt::format("{} {}", mark, vendor.vendor);
  if (!vendor.version.empty()) text += fmt::format(", driver {}", vendor.version);
  if (!vendor.detail.empty()) text += ": " + vendor.detail;
  return text + '\n';
}

}  // namespace

Diagnosis diagnose(const Snapshot& snapshot, const Catalog& catalog) {
  Diagnosis diagnosis;
  std::map<DeviceKind, std::size_t> others;
  diagnosis.text += "GPU drivers\n";
  for (const VendorStatus& vendor : snapshot.vendors) diagnosis.text += vendor_line(vendor);
  diagnosis.text += "Devices\n";
  for (const DeviceSamplePtr& sample : snapshot.devices) {
    diagnosis.monitors_anything = diagnosis.monitors_anything || present(*sample) > 0;
    const DeviceKind kind = sample->device->kind;
    const bool whole = sample->state == DeviceState::ok && present(*sample) > 0;
    if (kind == DeviceKind::host || kind == DeviceKind::gpu || !whole) {
      diagnosis.text += device_lines(*sample, catalog);
    } else {
      ++others[kind];
    }
  }
  for (const auto& [kind, count] : others) {
    diagnosis.text += fmt::format("[ok]   {} x {}\n", count, device_kind_name(kind));
  }
  diagnosis.text += "Collectors\n";
  for (const CollectorStatus& collector : snapshot.collectors) {
    diagnosis.text += fmt::format("{} {}{}{}\n", collector.ok ? "[ok]  " : "[!]   ", collector.name,
                                  collector.ok ? "" : ": ", collector.detail);
  }
  if (!diagnosis.monitors_anything) diagnosis.text += "Nothing can be monitored here.\n";
  return diagnosis;
}

}  // namespace mimon::cli
