#pragma once

#include <string>

#include "stores/store.h"

namespace mimon::api {

/// How history fares, as families of OpenMetrics: whether it is kept, what was lost, what waits,
/// and of a shared store how far behind it is.
[[nodiscard]] std::string store_metrics(const store::StoreStatus& status);

}  // namespace mimon::api
