#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "stores/sqlite/database.h"

namespace mimon::store::sqlite {

/// The steps from an empty file to today's tables; the file's `user_version` says how many were
/// taken. A step that was released is never changed: a new one is added.
///
/// device  what was sampled          series  a metric of a device; its id is used everywhere else
/// tick    one row a tick not sealed yet (see tick_row.h)
/// block   some ticks of every series, or some buckets of a coarser resolution: their times, and
///         where each series' column stands in the block's bytes (see block.h)
/// slice   those bytes, cut so that a row fills a page: a query reads only what it needs
[[nodiscard]] std::span<const std::string> migrations();

/// Takes the steps that are missing, all or none. A file from a newer version, or of another
/// program, is an error without a code: its words are for a person, who has to decide.
[[nodiscard]] Result<void> migrate(Database& database, std::span<const std::string> steps);

/// Whether today's tables can be read without taking any step; the error's words are for a person.
[[nodiscard]] Result<void> check_readable(Database& database, std::span<const std::string> steps);

/// Sets a writing connection up: write-ahead log, synced at checkpoints, which the caller makes.
/// A kill loses nothing that was committed; a power cut loses what came after the last checkpoint,
/// and never damages the file.
[[nodiscard]] Result<void> prepare_for_writing(Database& database);

}  // namespace mimon::store::sqlite
