#include "stores/sqlite/contents.h"

namespace mimon::store::sqlite {
namespace {

// Turns `tick` from the one before, where there is one, into the row's.
bool read_tick(std::string_view bytes, bool has_before, std::size_t series, Tick& tick) {
  const std::int64_t before = tick.time;
  if (!unpack(bytes, has_before, tick) || tick.values.size() > series) return false;
  return starts_batch(bytes) || tick.time > before;
}

Result<void> read_ticks(Database& database, Contents& contents) {
  const std::size_t series = contents.registry.size();
  std::vector<Batch>& batches = contents.batches;
  Tick tick;
  bool has_before = false;
  return database.rows("SELECT id, bytes FROM tick ORDER BY id", [&](const Row& row) {
    contents.last_row = row.integer(0);
    has_before = read_tick(row.bytes(1), has_before, series, tick);
    if (!has_before) {
      contents.unreadable.push_back(row.integer(0));
      return true;
    }
    if (starts_batch(row.bytes(1))) batches.push_back({{}, 0, row.integer(0)});
    batches.back().ticks.push_back(tick);
    ++batches.back().written;
    return true;
  });
}

}  // namespace

Result<Contents> Contents::read(Database& database) {
  Contents contents;
  if (const auto known = contents.registry.load(database); !known) return known.error();
  auto blocks = list_blocks(database);
  if (!blocks) return blocks.error();
  contents.blocks = std::move(*blocks);
  if (const auto ticks = read_ticks(database, contents); !ticks) return ticks.error();
  return contents;
}

}  // namespace mimon::store::sqlite
