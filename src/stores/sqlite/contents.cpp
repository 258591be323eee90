#include "stores/sqlite/contents.h"

namespace mimon::store::sqlite {
namespace {

Result<std::vector<Batch>> read_ticks(Database& database) {
  std::vector<Batch> batches;
  Tick tick;
  const auto done = database.rows("SELECT id, bytes FROM tick ORDER BY id", [&](const Row& row) {
    const bool has_before = !batches.empty();
    const std::int64_t before = tick.time;
    // What cannot be read, and what builds on it, is lost.
    if (!unpack(row.bytes(1), has_before, tick)) return false;
    const bool whole = starts_batch(row.bytes(1));
    if (!whole && tick.time <= before) return false;
    if (whole) batches.push_back({{}, 0, row.integer(0)});
    batches.back().ticks.push_back(tick);
    ++batches.back().written;
    return true;
  });
  if (!done) return done.error();
  return batches;
}

}  // namespace

Result<Contents> Contents::read(Database& database) {
  Contents contents;
  if (const auto known = contents.registry.load(database); !known) return known.error();
  auto blocks = list_blocks(database);
  if (!blocks) return blocks.error();
  contents.blocks = std::move(*blocks);
  auto batches = read_ticks(database);
  if (!batches) return batches.error();
  contents.batches = std::move(*batches);
  return contents;
}

}  // namespace mimon::store::sqlite
