#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "stores/postgres/connection.h"
#include "stores/postgres/record.h"
#include "stores/retention.h"

namespace mimon::store::postgres {

struct DeviceEntry {
  std::int64_t id = 0;  ///< in the database
  std::string device;   ///< the id that it bears, such as `gpu/0`; empty once another bears it
  std::string name;
  DeviceKind kind = DeviceKind::host;
  int index = 0;
  std::vector<bool> metrics;  ///< which are registered, by `Registry`'s numbers
};

/// How far a host's data goes, in seconds since 1970.
struct Progress {
  std::optional<std::int64_t> newest;  ///< the newest tick
  std::optional<std::int64_t> last;    ///< the last written
  std::int64_t rolled_10s = 0;         ///< rolled up to here; meaningless before the first tick
  std::int64_t rolled_1m = 0;
  std::int64_t rolled_5m = 0;

  auto operator<=>(const Progress&) const = default;
};

/// A host that this engine writes for.
struct HostEntry {
  std::int64_t id = 0;
  std::string url;
  std::string version;
  bool simulated = false;
  Progress progress;
  std::optional<std::int64_t> pruned_at;  ///< when it was looked what is old, in the ticks' time
  std::map<std::string, DeviceEntry, std::less<>> devices;  ///< by identity
};

/// The hosts, devices and series that this engine writes, as the database has them. For one thread.
class Registry {
 public:
  using Hosts = std::map<std::string, HostEntry, std::less<>>;

  /// `retention` is what the hosts are registered with.
  explicit Registry(const Retention& retention) : retention_(retention) {}

  /// Sees to it that everything in the ticks is registered. After a failure call `forget`.
  [[nodiscard]] Result<void> learn(Connection& connection, std::span<const Tick> ticks);
  /// Everything is looked up anew.
  void forget() { hosts_.clear(); }

  [[nodiscard]] Hosts& hosts() { return hosts_; }

 private:
  struct News;
  [[nodiscard]] Result<void> learn_hosts(Connection& connection, std::span<const Tick> ticks);
  [[nodiscard]] Result<void> learn_devices(Connection& connection, std::span<const Tick> ticks);
  [[nodiscard]] Result<void> learn_series(Connection& connection, std::span<const Tick> ticks);
  [[nodiscard]] std::size_t number_of(std::string_view metric);

  Retention retention_;
  Hosts hosts_;
  std::map<std::string, std::size_t, std::less<>> metric_numbers_;
};

}  // namespace mimon::store::postgres
