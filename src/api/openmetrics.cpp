#include "api/openmetrics.h"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "metrics/gpu_info.h"

namespace mimon::api {
namespace {

/// The specification's base units, and what a value is multiplied by to be in them.
struct BaseUnit {
  std::string_view name;
  double factor;
};

BaseUnit base_unit(Unit unit) {
  switch (unit) {
    case Unit::none:
    case Unit::per_second:
      return {"", 1};
    case Unit::percent:
      return {"ratio", 0.01};
    case Unit::bytes:
      return {"bytes", 1};
    case Unit::bytes_per_second:
      return {"bytes_per_second", 1};
    case Unit::seconds:
      return {"seconds", 1};
    case Unit::celsius:
      return {"celsius", 1};
    case Unit::watts:
      return {"watts", 1};
    case Unit::joules:
      return {"joules", 1};
    case Unit::megahertz:
      return {"hertz", 1e6};
    case Unit::rpm:
      return {"rpm", 1};
    case Unit::volts:
      return {"volts", 1};
  }
  return {"", 1};
}

std::string family_name(const MetricSpec& spec) {
  std::string name = fmt::format("mimon_{}_{}", device_kind_name(spec.device), spec.id);
  for (char& c : name) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!allowed) c = '_';
  }
  const auto unit = base_unit(spec.unit).name;
  for (const std::string_view suffix : {std::string_view("_percent"), std::string_view("_bytes"),
                                        std::string_view("_mhz"), std::string_view("_rpm")}) {
    if (!unit.empty() && name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  return unit.empty() ? name : fmt::format("{}_{}", name, unit);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string labels(const Device& device) {
  if (device.kind == DeviceKind::host) return "";
  if (device.kind == DeviceKind::core) return fmt::format("{{core=\"{}\"}}", device.index);
  if (device.kind != DeviceKind::gpu) {
    return fmt::format("{{{}=\"{}\"}}", device.kind == DeviceKind::mount ? "mount_point" : "device",
                       escaped(device.name));
  }
  std::string uuid;
  if (const InfoValue* value = device.find_info(gpu::kUuid)) {
    if (const auto* text = std::get_if<std::string>(value)) uuid = *text;
  }
  std::string instance;
  if (!device.parent.empty()) instance = fmt::format(",instance_id=\"{}\"", escaped(device.id));
  return fmt::format("{{gpu=\"{}\",name=\"{}\",uuid=\"{}\"{}}}", device.index, escaped(device.name),
                     escaped(uuid), instance);
}

using Families = std::vector<std::pair<const MetricSpec*, std::string>>;

std::string& family(Families& families, const MetricSpec& spec) {
  for (auto& [known, text] : families) {
    if (known == &spec) return text;
  }
  const std::string name = family_name(spec);
  const auto unit = base_unit(spec.unit).name;
  std::string head =
      fmt::format("# TYPE {} {}\n", name, spec.kind == Kind::counter ? "counter" : "gauge");
  if (!unit.empty()) head += fmt::format("# UNIT {} {}\n", name, unit);
  head += fmt::format("# HELP {} {}\n", name, escaped(spec.help));
  families.emplace_back(&spec, std::move(head));
  return families.back().second;
}

}  // namespace

std::string openmetrics_text(const Snapshot& snapshot) {
  Families families;
  for (const DeviceSamplePtr& sample : snapshot.devices) {
    const std::string device_labels = labels(*sample->device);
    for (const Reading& reading : sample->values.readings()) {
      const auto value = reading.value();
      if (!value) continue;
      const MetricSpec& spec = reading.spec();
      family(families, spec) +=
          fmt::format("{}{}{} {}\n", family_name(spec), spec.kind == Kind::counter ? "_total" : "",
                      device_labels, *value * base_unit(spec.unit).factor);
    }
  }
  std::string text;
  for (const auto& [spec, lines] : families) text += lines;
  return text + "# EOF\n";
}

Response openmetrics_response(const Snapshot& snapshot) {
  Response response;
  response.content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  response.body = std::make_shared<const std::string>(openmetrics_text(snapshot));
  return response;
}

}  // namespace mimon::api
