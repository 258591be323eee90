#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stores/retention.h"
#include "stores/sqlite/batch.h"
#include "stores/sqlite/block.h"
#include "stores/sqlite/registry.h"

/// How ticks become blocks, and blocks become fewer and coarser. Every step here is small, belongs
/// inside a transaction, and changes the list of blocks that it is handed as it changes the file.
///
///   ticks ──seal──► 5 min pieces ──join──► 1 s blocks of an hour ──age──► 10 s ──age──► gone
///                                    └────► 1 min pieces ──join──► 1 min blocks ──age──► 5 min
///
/// So 1 min, which wider views need at once, is there when an hour is over; 10 s and 5 min are made
/// of what would otherwise be dropped, and until then are computed when asked for.
namespace mimon::store::sqlite {

/// By rank: of two that hold the same time, the later one counts.
using Blocks = std::vector<BlockInfo>;

/// Seconds that a joined block of a resolution spans.
[[nodiscard]] std::int64_t span_of(Resolution resolution);

/// Adds the batch as a piece. Its rows are left to the caller.
[[nodiscard]] Result<void> seal(Database& database, const Batch& batch, Blocks& blocks);

/// The oldest pieces that are complete and belong into one block, all of one spacing; empty where
/// there are none.
/// `now` is the time of the newest tick.
[[nodiscard]] Blocks find_pieces(const Blocks& blocks, std::int64_t now);
/// Replaces pieces by one block; 1 s pieces are rolled up into a piece of 1 min as well.
[[nodiscard]] Result<void> join_pieces(Database& database, const Registry& registry,
                                       const Blocks& pieces, Blocks& blocks);

/// The oldest block of any resolution that holds more than `retention` asks for.
[[nodiscard]] std::optional<BlockInfo> find_aged(const Blocks& blocks, const Retention& retention);
/// Whether everything in a block can be read.
[[nodiscard]] Result<bool> is_sound(Database& database, const BlockInfo& block);
/// What goes first when bytes run out: the oldest of the finest resolution.
[[nodiscard]] std::optional<BlockInfo> find_finest(const Blocks& blocks);
/// Erases a block, after rolling it up into the next resolution where there is one that is kept.
[[nodiscard]] Result<void> age(Database& database, const Registry& registry,
                               const Retention& retention, const BlockInfo& block, Blocks& blocks);

}  // namespace mimon::store::sqlite
