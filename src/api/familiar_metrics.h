#pragma once

#include <string>

#include "api/http.h"
#include "metrics/snapshot.h"

namespace mimon::api {

/// The snapshot under the names and labels of other exporters, in the Prometheus text format 0.0.4,
/// so that dashboards and alerts made for those work as they are. Absent values have no sample;
/// what mimon does not collect is not there.

/// dcgm-exporter's `DCGM_FI_*`, with `gpu`, `UUID`, `pci_bus_id`, `device`, `modelName`, `Hostname`
/// (names, units and types: dcgm-exporter, etc/dcp-metrics-included.csv). Without MIG instances.
[[nodiscard]] std::string dcgm_text(const Snapshot& snapshot);

/// node_exporter's `node_*` (names: node_exporter 1.5).
[[nodiscard]] std::string node_text(const Snapshot& snapshot);

/// Either text as an answer.
[[nodiscard]] Response text_metrics_response(std::string text);

}  // namespace mimon::api
