#pragma once

#include <string>
#include <vector>

#include "metrics/catalog.h"
#include "stores/prometheus/query_api.h"
#include "stores/store.h"

namespace mimon::store::prometheus {

/// What the engine holds of a host, of metrics that the catalogue knows: by kind of device, device
/// and metric.
[[nodiscard]] Result<std::vector<SeriesInfo>> list_series(const QueryApi& api,
                                                          const Catalog& catalog,
                                                          const std::string& host, WallTime now);

}  // namespace mimon::store::prometheus
