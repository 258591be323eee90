#pragma once

#include <span>
#include <string_view>

#include "metrics/device_kind.h"

namespace mimon::api {

/// A metric of ours and what another exporter calls it.
struct Familiar {
  DeviceKind device;
  std::string_view id;  ///< `MetricSpec::id`
  std::string_view name;
  std::string_view help;
  double factor = 1;     ///< from our unit to theirs
  bool counter = false;  ///< as it is declared there
};

/// dcgm-exporter's names (its etc/dcp-metrics-included.csv).
[[nodiscard]] std::span<const Familiar> dcgm_names();

/// node_exporter's names (version 1.5).
[[nodiscard]] std::span<const Familiar> node_names();

}  // namespace mimon::api
