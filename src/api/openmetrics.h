#pragma once

#include <string>
#include <string_view>

#include "api/http.h"
#include "metrics/snapshot.h"

namespace mimon::api {

/// The snapshot in the OpenMetrics 1.0 text format (OpenMetrics specification): one family a
/// metric, `mimon_<kind of device>_<id>` with its unit as suffix, labelled by device. Absent values
/// have no sample. `more` are whole families of other things.
[[nodiscard]] std::string openmetrics_text(const Snapshot& snapshot, std::string_view more = {});
[[nodiscard]] Response openmetrics_response(const Snapshot& snapshot, std::string_view more = {});

}  // namespace mimon::api
