#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "stores/postgres/connection.h"
#include "stores/postgres/record.h"
#include "stores/postgres/registry.h"
#include "stores/postgres/schema.h"

namespace mimon::store::postgres {

/// Writes ticks, all or none. A second that is there already is replaced. What the registry and
/// the columns lack is added first. After a failure the registry has to be forgotten.
[[nodiscard]] Result<void> ingest(Connection& connection, std::span<const Tick> ticks,
                                  Columns& columns, Partitions& partitions, Registry& registry);

}  // namespace mimon::store::postgres
