#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/snapshot.h"
#include "stores/remote/engine.h"

namespace mimon::store::postgres {

struct Measure {
  std::string_view metric;
  Kind kind = Kind::gauge;
  int decimals = 0;
  std::optional<double> value;
};

struct DeviceTick {
  std::string_view identity;
  std::string_view device;  ///< its id at that time, such as `gpu/0`
  std::string_view name;
  DeviceKind kind = DeviceKind::host;
  int index = 0;
  DeviceState state = DeviceState::ok;
  std::vector<Measure> measures;
};

/// One tick of one host, read from a record. The host itself is always among its devices: its row
/// says that there was a tick. Movable.
struct Tick {
  std::string bytes;  ///< what the views point into
  std::string_view host;
  std::string_view url;
  std::string_view version;
  bool simulated = false;
  std::int64_t time = 0;  ///< seconds since 1970
  int interval = 1;       ///< seconds
  std::vector<DeviceTick> devices;
};

/// A tick as bytes, compressed. Texts become valid UTF-8, values are rounded to their decimals.
[[nodiscard]] std::string encode_tick(const remote::HostIdentity& identity,
                                      const Snapshot& snapshot, std::chrono::sys_seconds time);

/// Absent where the bytes are no record of this or an earlier version.
[[nodiscard]] std::optional<Tick> decode_tick(std::string_view record);

}  // namespace mimon::store::postgres
