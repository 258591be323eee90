#pragma once

#include "base/result.h"
#include "stores/postgres/connection.h"
#include "stores/postgres/registry.h"
#include "stores/postgres/schema.h"
#include "stores/retention.h"

namespace mimon::store::postgres {

/// Finds what is old of one host that is due, and deletes it where it is not kept for a day; longer
/// tables go by whole days, see `drop_days`. Whether there was something to look for.
[[nodiscard]] Result<bool> prune(Connection& connection, const Retention& retention,
                                 Registry& registry);

/// Drops the days that no host keeps any more: those of hosts that have not written for as long as
/// anything is kept do not count. Nothing where another mimon is at it.
[[nodiscard]] Result<void> drop_days(Connection& connection, const Retention& retention,
                                     Partitions& partitions);

}  // namespace mimon::store::postgres
