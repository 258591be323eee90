#pragma once

#include <string>
#include <vector>

#include "metrics/snapshot.h"

namespace mimon::bench {

/// Writes the day into `folder` in the forms that other engines take in, values rounded as mimon
/// keeps them: `metrics.om` (OpenMetrics), `import.jsonl` (VictoriaMetrics), `gpu.csv`, `host.csv`
/// and `tables.sql` (PostgreSQL), and `expected.json`: what right answers to the questions come to.
/// Throws where a file cannot be written.
void write_exports(const std::vector<SnapshotPtr>& day, const std::string& folder);

}  // namespace mimon::bench
