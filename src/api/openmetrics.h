#pragma once

#include <string>

#include "api/http.h"
#include "metrics/snapshot.h"

namespace mimon::api {

/// The snapshot in the OpenMetrics 1.0 text format (OpenMetrics specification): one family a
/// metric, `mimon_<kind of device>_<id>` with its unit as suffix, labelled by device. Absent values
/// have no sample.
[[nodiscard]] std::string openmetrics_text(const Snapshot& snapshot);
[[nodiscard]] Response openmetrics_response(const Snapshot& snapshot);

}  // namespace mimon::api
