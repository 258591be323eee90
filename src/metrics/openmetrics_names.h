#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "metrics/device.h"
#include "metrics/metric_spec.h"

/// How metrics and devices are named for Prometheus and its kin (OpenMetrics 1.0), on `/metrics`
/// and in what is written to such an engine alike.
namespace mimon::openmetrics {

/// `mimon_<kind of device>_<id>` with the base unit as suffix: `mimon_gpu_memory_used_bytes`.
[[nodiscard]] std::string family_name(const MetricSpec& spec);

/// A sample's name: the family's, with `_total` for counters.
[[nodiscard]] std::string sample_name(const MetricSpec& spec);

/// The specification's base unit, such as `ratio` for per cent; empty where there is none.
[[nodiscard]] std::string_view base_unit(Unit unit);

/// What a value in `unit` is multiplied by to be in its base unit.
[[nodiscard]] double base_factor(Unit unit);

struct Label {
  std::string_view name;
  std::string value;

  bool operator==(const Label&) const = default;
};

/// What tells a device from others of its kind, in order; nothing for the host.
[[nodiscard]] std::vector<Label> labels_of(const Device& device);

/// The label that tells the devices of a kind apart, the first of `labels_of`; empty for the host.
[[nodiscard]] std::string_view label_of(DeviceKind kind);

}  // namespace mimon::openmetrics
