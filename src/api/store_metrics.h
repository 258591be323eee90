#pragma once

#include <string>

#include "api/openmetrics.h"
#include "stores/store.h"

namespace mimon::api {

/// How history fares, as families for `/metrics`: whether it is kept, what was lost, what waits,
/// and of a shared store how far behind it is.
[[nodiscard]] std::string store_metrics(const store::StoreStatus& status, MetricsFormat format);

}  // namespace mimon::api
