#pragma once

#include "base/result.h"
#include "stores/postgres/connection.h"
#include "stores/postgres/registry.h"
#include "stores/postgres/schema.h"

namespace mimon::store::postgres {

/// Rolls up what is due of some hosts, those that are as far as one another, at most an hour of
/// them. Whether there was something; where nothing is, all of it was done but the last minute.
[[nodiscard]] Result<bool> roll_up(Connection& connection, const Columns& columns,
                                   Partitions& partitions, Registry& registry);

/// Rolls up all that there is of a host that writes no more, its last bucket of each resolution
/// too. Should it write again, it goes on from its first new tick.
[[nodiscard]] Result<void> roll_up_to_the_end(Connection& connection, const Columns& columns,
                                              Partitions& partitions, HostEntry& host);

/// SQL that makes one row of several: the columns' averages, minima and maxima, in this order, each
/// with a comma before it. `rolled`: of rows that are rolled up themselves.
[[nodiscard]] std::string aggregates(const std::vector<MetricColumn>& columns, bool rolled);

}  // namespace mimon::store::postgres
