#pragma once

#include <map>
#include <string>

#include "metrics/catalog.h"
#include "stores/prometheus/query_api.h"
#include "stores/store.h"

namespace mimon::store::prometheus {

/// What is asked of hosts, in one question.
enum class Part {
  lasting,  ///< URL and version, devices with their state, and what they have in all
  moving,   ///< the newest tick, and how much of it all is used; for devices that are known
  all,
};

/// Fills a part of what was written of `hosts`, by name, in the `window` seconds until `time`. Only
/// of a device that is well there are values, those that a fleet's page shows, in any order.
[[nodiscard]] Result<void> fill_details(const QueryApi& api, const Catalog& catalog,
                                        const std::map<std::string, HostSummary*>& hosts, Part part,
                                        double time, int window, const Deadline& deadline);

}  // namespace mimon::store::prometheus
