#pragma once

#include <map>
#include <string>
#include <vector>

#include "metrics/catalog.h"
#include "stores/prometheus/query_api.h"
#include "stores/store.h"

namespace mimon::store::prometheus {

/// The hosts that write to an engine, with what a fleet's page shows of each. What moves is asked
/// for every time, in one question; which hosts and devices there are, their states, and what they
/// have in all, every `kLook`; a host that has gone quiet is asked for once and then remembered.
/// For one thread at a time.
class HostList {
 public:
  /// A new host or device, or a device's new state, is known after so many seconds at the latest.
  static constexpr double kLook = 10;

  /// Both must outlive it.
  HostList(const QueryApi& api, const Catalog& catalog) : api_(api), catalog_(catalog) {}

  /// As `Engine::hosts`. Of a few metrics, those in `host_details.cpp`, the values are given. Where
  /// very many hosts have gone quiet at once, the devices of some are not there until later calls.
  [[nodiscard]] Result<std::vector<HostSummary>> at(WallTime now);

 private:
  using Hosts = std::map<std::string, HostSummary>;

  [[nodiscard]] Result<void> look(double now, const Deadline& deadline);
  [[nodiscard]] Result<Hosts> find_hosts(double now, const Deadline& deadline) const;
  [[nodiscard]] Result<void> find_last(Hosts& hosts, double now, const Deadline& deadline) const;
  [[nodiscard]] Result<void> fill_quiet(const std::vector<HostSummary*>& quiet,
                                        const Deadline& deadline);

  const QueryApi& api_;
  const Catalog& catalog_;
  double looked_ = 0;  ///< seconds since 1970
  Hosts known_;        ///< as of then, without what moves
  Hosts quiet_;
};

}  // namespace mimon::store::prometheus
