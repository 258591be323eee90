#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "metrics/catalog.h"
#include "stores/remote/engine.h"

namespace mimon::store::prometheus {

/// Series that stand beside the metrics' own. All bear the label `host`.
///
/// The tick's time and interval, in seconds: what tells a gap from a slow tick.
inline constexpr std::string_view kTickTime = "mimon_tick_time_seconds";
inline constexpr std::string_view kTickInterval = "mimon_tick_interval_seconds";
/// 1, with `url`, `version` and `simulated`.
inline constexpr std::string_view kHostInfo = "mimon_host_info";
/// Of the host and each GPU, with `device` (its id), `identity`, `kind` and `name`: the enumerator
/// of `DeviceState`, and the tick's time, by which one finds who bore an id last.
inline constexpr std::string_view kDeviceState = "mimon_device_state";
inline constexpr std::string_view kDeviceTime = "mimon_device_time_seconds";

/// Makes remote write 1.0 `WriteRequest` messages (Prometheus remote write specification 1.0): a
/// tick is one, a batch is several in a row, which is how protobuf joins messages. Immutable.
class WriteRequests {
 public:
  explicit WriteRequests(const Catalog& catalog);

  /// A tick under the names and labels of `/metrics`, each with `host` beside; absent values are
  /// not there.
  [[nodiscard]] std::string encode(const remote::HostIdentity& identity, const Snapshot& snapshot,
                                   std::chrono::sys_seconds time) const;

 private:
  [[nodiscard]] std::string_view name_of(const MetricSpec& spec, std::string& made) const;

  std::unordered_map<const MetricSpec*, std::string> names_;
};

/// Whose tick a message is, and of when; absent where it is no message.
struct RecordOf {
  std::string host;
  std::chrono::sys_seconds time;
};
[[nodiscard]] std::optional<RecordOf> record_of(const std::string& message);

}  // namespace mimon::store::prometheus
