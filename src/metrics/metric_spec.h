#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "metrics/device_kind.h"
#include "metrics/units.h"

namespace mimon {

/// The name of one bit of a `Kind::flags` metric.
struct Flag {
  std::uint64_t bit;
  std::string_view name;  ///< as answered, snake_case
  std::string_view help;
};

/// A second, rounded field that JSON carries beside a size in bytes, because dashboards read it.
enum class Scaled {
  no,
  gb,  ///< `<path>_gb`, in 2^30 bytes, two decimals; a trailing `_bytes` of the path is dropped
  mb,  ///< `<path>_mb`, in 2^20 bytes, likewise
};

/// From where on a value deserves attention; NaN where no such level exists.
struct Levels {
  double warning = std::numeric_limits<double>::quiet_NaN();
  double critical = std::numeric_limits<double>::quiet_NaN();
};

/// Everything that is known of a metric, in one place: the catalogue, JSON, OpenAPI, OpenMetrics,
/// history and the documentation derive from it. Lives as long as the program (`static const`), so
/// its address is its identity.
struct MetricSpec {
  std::string_view id;  ///< unique within a kind of device: `memory.used`; lower case, dots
  DeviceKind device;    ///< the kind of device that has it
  std::string_view
      path;  ///< where it stands in the device's JSON object; `load_average[0]` is an element
  Unit unit = Unit::none;
  Kind kind = Kind::gauge;
  std::string_view help;  ///< one sentence, ending in a full stop
  int decimals = 0;       ///< decimals that are kept: in JSON and in history
  Scaled scaled = Scaled::no;
  Levels levels{};
  std::span<const Flag> flags{};      ///< for `Kind::flags`
  const MetricSpec* limit = nullptr;  ///< the metric that says how far this one can go, if any
};

}  // namespace mimon
