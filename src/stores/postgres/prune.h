#pragma once

#include "base/result.h"
#include "stores/postgres/connection.h"
#include "stores/postgres/registry.h"
#include "stores/postgres/schema.h"
#include "stores/retention.h"

namespace mimon::store::postgres {

/// Finds what is old of one host that is due, and deletes it where it is not kept for a day; longer
/// tables go by whole days, see `drop_days`. `retention` is that of the registry's hosts. Whether
/// there was something to look for.
[[nodiscard]] Result<bool> prune(Connection& connection, const Retention& retention,
                                 Registry& registry);

/// Drops the days that no host needs any more. Each host's own retention counts, as it is noted in
/// `mimon_hosts`; the default one where its mimon noted none. A host needs, of each resolution,
/// what lies within its retention, in time that it recorded: all it has, while that is less. But a
/// host that has not written, by the server's clock, for a day longer than it keeps a resolution
/// needs nothing of it: its last minutes are rolled up before its samples go. Nothing happens where
/// another mimon is at it.
[[nodiscard]] Result<void> drop_days(Connection& connection, Partitions& partitions);

}  // namespace mimon::store::postgres
