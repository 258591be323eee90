#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "stores/prometheus/query_api.h"

namespace mimon::store::prometheus {

/// The oldest tick of a host that an engine holds; absent where it holds none. Asks its index, a
/// month at a time, and then for the samples of three days, so that it costs the engine no more
/// where it holds years. What lies before a year without a tick is not found.
[[nodiscard]] Result<std::optional<std::chrono::sys_seconds>> find_oldest(
    const QueryApi& api, const std::string& host, std::chrono::sys_seconds newest,
    const Deadline& deadline);

}  // namespace mimon::store::prometheus
