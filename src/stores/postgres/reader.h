#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stores/postgres/connection.h"
#include "stores/postgres/points.h"
#include "stores/store.h"

namespace mimon::store::postgres {

// What a store is asked, of one connection. `host` is never empty.

[[nodiscard]] Result<QueryResult> read_history(Connection& connection, std::string_view host,
                                               const Query& query);

/// From `start` on, in seconds since 1970. Empty where the host is not known.
[[nodiscard]] Result<Oldest> read_oldest(Connection& connection, std::string_view host,
                                         std::int64_t start);

/// By device and metric. `label` is what `SeriesInfo::host` becomes.
[[nodiscard]] Result<std::vector<SeriesInfo>> read_series(Connection& connection,
                                                          std::string_view host,
                                                          std::string_view label);

[[nodiscard]] Result<std::vector<HostSummary>> read_hosts(Connection& connection);

}  // namespace mimon::store::postgres
