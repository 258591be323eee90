#pragma once

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "metrics/catalog.h"
#include "stores/prometheus/query_api.h"
#include "stores/store.h"

namespace mimon::store::prometheus {

/// The hosts that write to an engine, with what a fleet's page shows of each. A host that has gone
/// quiet is asked for once and then remembered. Safe to use from any thread.
class HostList {
 public:
  /// Both must outlive it.
  HostList(const QueryApi& api, const Catalog& catalog) : api_(api), catalog_(catalog) {}

  /// As `Engine::hosts`. Of a few metrics, those in `host_list.cpp`, the values are given. Where
  /// very many hosts have gone quiet at once, the devices of some are not there until later calls.
  [[nodiscard]] Result<std::vector<HostSummary>> at(WallTime now) const;

 private:
  using Hosts = std::map<std::string, HostSummary>;

  [[nodiscard]] Result<Hosts> find_hosts(double now, const Deadline& deadline) const;
  [[nodiscard]] Result<void> find_last(Hosts& hosts, double now, const Deadline& deadline) const;
  [[nodiscard]] Result<void> fill_quiet(const std::vector<HostSummary*>& quiet,
                                        const Deadline& deadline) const;

  const QueryApi& api_;
  const Catalog& catalog_;
  mutable std::mutex mutex_;
  mutable Hosts quiet_;
};

}  // namespace mimon::store::prometheus
