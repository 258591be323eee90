#pragma once

#include <span>
#include <string>
#include <vector>

#include "metrics/catalog.h"
#include "stores/prometheus/directory.h"
#include "stores/store.h"

namespace mimon::store::prometheus {

/// Where the engine keeps one series of ours.
struct Target {
  const MetricSpec* spec = nullptr;  ///< null: no such metric, or no such device
  std::string label;                 ///< tells the devices of the kind apart; empty for the host
  std::string value;                 ///< its value for this device
  std::string others;                ///< more matchers, each after a comma
};

/// Columns that one request answers: of one metric, told apart by one label.
struct Group {
  const MetricSpec* spec = nullptr;
  std::string selector{};  ///< in PromQL, for all of them
  std::string label;
  std::vector<std::string> values{};                ///< of the label
  std::vector<std::vector<std::size_t>> columns{};  ///< by value: who asked for it
};

/// True for a key whose device can be found only by asking who bears its id.
[[nodiscard]] bool needs_bearers(const SeriesKey& key);

[[nodiscard]] Target find_target(const SeriesKey& key, const Catalog& catalog,
                                 const std::vector<Bearer>& bearers);

/// The targets that exist, in as few requests as may be.
[[nodiscard]] std::vector<Group> group(std::span<const Target> targets, const std::string& host);

}  // namespace mimon::store::prometheus
