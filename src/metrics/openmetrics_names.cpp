#include "metrics/openmetrics_names.h"

#include <fmt/format.h>

#include "metrics/gpu_info.h"

namespace mimon::openmetrics {
namespace {

struct BaseUnit {
  std::string_view name;
  double factor;
};

BaseUnit base(Unit unit) {
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

}  // namespace

std::string_view base_unit(Unit unit) {
  return base(unit).name;
}

double base_factor(Unit unit) {
  return base(unit).factor;
}

std::string family_name(const MetricSpec& spec) {
  std::string name = fmt::format("mimon_{}_{}", device_kind_name(spec.device), spec.id);
  for (char& c : name) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!allowed) c = '_';
  }
  const auto unit = base(spec.unit).name;
  for (const std::string_view suffix : {std::string_view("_percent"), std::string_view("_bytes"),
                                        std::string_view("_mhz"), std::string_view("_rpm")}) {
    if (!unit.empty() && name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  if (!unit.empty()) return fmt::format("{}_{}", name, unit);
  // Endings that are kept for counters and for histograms.
  if (spec.kind != Kind::counter && name.ends_with("_total")) name.resize(name.size() - 6);
  if (spec.kind != Kind::counter && name.ends_with("_count")) name.replace(name.size() - 6, 6, "s");
  return name;
}

std::string sample_name(const MetricSpec& spec) {
  return family_name(spec) + (spec.kind == Kind::counter ? "_total" : "");
}

std::string_view label_of(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::host:
      return "";
    case DeviceKind::core:
      return "core";
    case DeviceKind::disk:
    case DeviceKind::network:
      return "device";
    case DeviceKind::mount:
      return "mount_point";
    case DeviceKind::gpu:
      return "gpu";
  }
  return "";
}

std::vector<Label> labels_of(const Device& device) {
  const std::string_view first = label_of(device.kind);
  if (first.empty()) return {};
  if (device.kind == DeviceKind::core) return {{first, std::to_string(device.index)}};
  if (device.kind != DeviceKind::gpu) return {{first, device.name}};
  std::vector<Label> labels{{first, std::to_string(device.index)}, {"name", device.name}};
  const InfoValue* value = device.find_info(gpu::kUuid);
  const auto* uuid = value ? std::get_if<std::string>(value) : nullptr;
  labels.push_back({"uuid", uuid ? *uuid : ""});
  if (!device.parent.empty()) labels.push_back({"instance_id", device.id});
  return labels;
}

}  // namespace mimon::openmetrics
