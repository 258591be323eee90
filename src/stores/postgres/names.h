#pragma once

#include <string_view>

#include "metrics/device_kind.h"
#include "metrics/snapshot.h"
#include "metrics/units.h"

namespace mimon::store::postgres {

// What the database's words stand for; the first of its kind for one that is not known.

[[nodiscard]] inline Kind kind_named(std::string_view name) {
  for (const Kind kind : {Kind::gauge, Kind::counter, Kind::flags}) {
    if (kind_name(kind) == name) return kind;
  }
  return Kind::gauge;
}

[[nodiscard]] inline DeviceKind device_kind_named(std::string_view name) {
  for (const DeviceKind kind : kDeviceKinds) {
    if (device_kind_name(kind) == name) return kind;
  }
  return DeviceKind::host;
}

[[nodiscard]] inline DeviceState state_named(std::string_view name) {
  for (const DeviceState state : {DeviceState::ok, DeviceState::asleep, DeviceState::lost,
                                  DeviceState::unresponsive, DeviceState::stale}) {
    if (device_state_name(state) == name) return state;
  }
  return DeviceState::ok;
}

}  // namespace mimon::store::postgres
