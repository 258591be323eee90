#pragma once

#include <map>
#include <string>
#include <vector>

#include "metrics/catalog.h"
#include "stores/prometheus/query_api.h"
#include "stores/store.h"

namespace mimon::store::prometheus {

/// Fills what was written of `hosts` in the `window` seconds until `time`: URL and version, devices
/// with their state, and of a device that is well the values that a fleet's page shows.
[[nodiscard]] Result<void> fill_details(const QueryApi& api, const Catalog& catalog,
                                        const std::map<std::string, HostSummary*>& hosts,
                                        double time, int window, const Deadline& deadline);

}  // namespace mimon::store::prometheus
