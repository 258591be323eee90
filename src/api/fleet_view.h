#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/json.h"
#include "api/this_host.h"
#include "metrics/snapshot.h"
#include "stores/store.h"

namespace mimon::api {

/// Data younger than the first is `live`, and that of a host whose ticks are far apart where it is
/// younger than so many of its intervals; younger than the last `stale`, else the host is `gone`.
inline constexpr std::chrono::seconds kLiveAge{15};
inline constexpr double kLiveIntervals = 2.5;
inline constexpr std::chrono::seconds kStaleAge{300};

/// What the store would say of this machine after this tick.
[[nodiscard]] store::HostSummary summary_of(const Snapshot& snapshot, const ThisHost& self);

/// What `/hosts` answers.
struct Fleet {
  const ThisHost& self;
  WallTime now{};
  std::span<const store::HostSummary> hosts;  ///< by name
  std::string_view store_detail;              ///< why the store can't be read; empty where it can
};

/// Fields of the answer that stand beside its hosts, and of a host beside its GPUs.
void write_fleet_facts(Json& json, const Fleet& fleet);
void write_host_facts(Json& json, const Fleet& fleet, const store::HostSummary& host);

void write_fleet(Json& json, const Fleet& fleet);

/// The same a column at a time, a third as long: what GPUs share is said once, in `models`.
void write_fleet_columns(Json& json, const Fleet& fleet);

}  // namespace mimon::api
