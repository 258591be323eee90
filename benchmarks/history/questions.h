#pragma once

#include <vector>

#include "metrics/snapshot.h"
#include "stores/store.h"

namespace mimon::bench {

/// The two questions of the comparison, for the whole day: one series at one second, and the mean
/// of eight series each minute.
[[nodiscard]] store::Query seconds_question(const std::vector<SnapshotPtr>& day);
[[nodiscard]] store::Query minutes_question(const std::vector<SnapshotPtr>& day);

}  // namespace mimon::bench
