#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "metrics/metric_spec.h"
#include "stores/postgres/connection.h"
#include "stores/resolution.h"

namespace mimon::store::postgres {

struct Migration {
  int version;
  std::string_view sql;
};
/// The files of `migrations/postgres`, in order.
[[nodiscard]] std::span<const Migration> migrations();

/// Brings the schema up to date. Many may do so at once. The error has no code where a person has
/// to decide: the server is too old, or the schema newer than this program.
[[nodiscard]] Result<void> migrate(Connection& connection);

/// Whether the schema is today's, without a change to it; `SqlError::unfit` where it is not.
[[nodiscard]] Result<void> check_readable(Connection& connection);

/// `system_metrics_history` and its rolled-up tables.
[[nodiscard]] std::string_view table_of(Resolution resolution);

/// A metric's column.
struct MetricColumn {
  std::string metric;
  std::string name;
  bool flags = false;
};

/// Which column holds which metric of which kind of device. For one thread.
class Columns {
 public:
  struct Wanted {
    DeviceKind device;
    std::string metric;
    bool flags = false;
    auto operator<=>(const Wanted&) const = default;
  };

  /// Takes in what the database has.
  [[nodiscard]] Result<void> load(Connection& connection);
  /// Adds what the database lacks of them, which takes a moment in which nothing else is written.
  [[nodiscard]] Result<void> ensure(Connection& connection, const std::set<Wanted>& wanted);

  [[nodiscard]] const std::vector<MetricColumn>& of(DeviceKind kind) const {
    return by_kind_[static_cast<std::size_t>(kind)];
  }
  /// Position in `of(kind)`; absent where there is none.
  [[nodiscard]] std::optional<std::size_t> find(DeviceKind kind, std::string_view metric) const;

 private:
  [[nodiscard]] std::string name_for(std::string_view metric) const;
  void add(DeviceKind kind, MetricColumn column);

  static constexpr std::size_t kKinds = std::size(kDeviceKinds);
  std::array<std::vector<MetricColumn>, kKinds> by_kind_;
  std::array<std::map<std::string, std::size_t, std::less<>>, kKinds> position_;
  std::map<std::string, std::string, std::less<>> name_of_metric_;
  std::map<std::string, std::string, std::less<>> metric_of_name_;
};

/// The days, counted from 1970, that a table has a partition for. For one thread.
class Partitions {
 public:
  /// Makes those of a table that are missing, from `first` to `last` second.
  [[nodiscard]] Result<void> ensure(Connection& connection, Resolution resolution,
                                    const std::set<std::int64_t>& days);
  void forget() { known_.clear(); }

 private:
  std::set<std::pair<Resolution, std::int64_t>> known_;
};

[[nodiscard]] constexpr std::int64_t day_of(std::int64_t second) {
  return second / 86'400;
}

/// Takes the lock under which the schema changes, until the transaction ends.
[[nodiscard]] Result<void> lock_schema(Connection& connection);

}  // namespace mimon::store::postgres
