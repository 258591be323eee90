#pragma once

#include <string>
#include <string_view>

#include "api/http.h"
#include "metrics/snapshot.h"

namespace mimon::api {

/// How metrics are written: as OpenMetrics 1.0, or in the Prometheus text format 0.0.4, which
/// `promtool check metrics` and older scrapers read.
enum class MetricsFormat { text, openmetrics };

/// What a client that sends this Accept header gets: OpenMetrics where it is named.
[[nodiscard]] MetricsFormat metrics_format(std::string_view accept);

/// The snapshot: one family a metric, `mimon_<kind of device>_<id>` with its unit as suffix,
/// labelled by device. Absent values have no sample. `more` are whole families of other things, in
/// the same format.
[[nodiscard]] std::string metrics_text(const Snapshot& snapshot, MetricsFormat format,
                                       std::string_view more = {});
[[nodiscard]] Response metrics_response(const Snapshot& snapshot, MetricsFormat format,
                                        std::string_view more = {});

}  // namespace mimon::api
