#include "stores/sqlite/compaction.h"

#include <algorithm>
#include <set>

#include "stores/sqlite/reference_finder.h"
#include "stores/sqlite/tier_column.h"

namespace mimon::store::sqlite {
namespace {

std::int64_t next_id(const Blocks& blocks) {
  std::int64_t last = 0;
  for (const BlockInfo& block : blocks) last = std::max(last, block.id);
  return last + 1;
}

Result<void> add(Database& database, const BlockInfo& info, const std::vector<std::int64_t>& times,
                 const std::vector<Chunk>& chunks, Blocks& blocks,
                 const BeforeSlice& before_slice = {}) {
  const auto added = insert_block(database, info, times, chunks, before_slice);
  if (!added) return added.error();
  blocks.insert(std::ranges::upper_bound(blocks, added->rank, {}, &BlockInfo::rank), *added);
  return {};
}

Result<void> remove(Database& database, const BlockInfo& info, Blocks& blocks) {
  std::erase_if(blocks, [&](const BlockInfo& block) { return block.id == info.id; });
  return erase_block(database, info);
}

/// Several blocks of one resolution, read as one.
class Source {
 public:
  static Result<Source> open(Database& database, const Blocks& blocks) {
    Source source;
    std::set<SeriesId> series;
    for (const BlockInfo& info : blocks) {
      auto reader = BlockReader::open(database, info);
      if (!reader) return reader.error();
      const auto& times = reader->times();
      const bool shared = !source.times_.empty() && source.times_.back() == times.front();
      source.times_.insert(source.times_.end(), times.begin() + (shared ? 1 : 0), times.end());
      series.insert(reader->series().begin(), reader->series().end());
      source.shared_.push_back(shared);
      source.rank_ = std::max(source.rank_, info.rank);
      source.spacing_ = info.spacing;
      source.readers_.push_back(std::move(*reader));
    }
    source.series_.assign(series.begin(), series.end());
    return source;
  }

  [[nodiscard]] const std::vector<std::int64_t>& times() const { return times_; }
  [[nodiscard]] const std::vector<SeriesId>& series() const { return series_; }
  /// Of a block that is made of these.
  [[nodiscard]] std::int64_t rank() const { return rank_; }
  /// The same for all of them.
  [[nodiscard]] std::int64_t spacing() const { return spacing_; }

  Result<void> samples(SeriesId id, std::vector<std::int64_t>& out) {
    out.clear();
    for (BlockReader& reader : readers_) {
      const std::size_t begin = out.size();
      out.resize(begin + reader.times().size(), kAbsent);
      const auto chunk = reader.chunk(id);
      if (!chunk) return chunk.error();
      if (chunk->bytes.empty()) continue;
      const auto values = std::span(out).subspan(begin);
      if (!decoder_.decode(chunk->bytes, values)) return damage();
      if (chunk->reference) resolve(*chunk->reference, values);
    }
    return {};
  }

  Result<void> buckets(SeriesId id, Kind kind, TierColumn& out) {
    out = {};
    for (std::size_t i = 0; i < readers_.size(); ++i) {
      const std::size_t size = readers_[i].times().size();
      const auto chunk = readers_[i].chunk(id);
      if (!chunk) return chunk.error();
      TierColumn next;
      if (chunk->bytes.empty())
        next.avg = next.min = next.max = std::vector<std::int64_t>(size, kAbsent);
      else if (!decode(chunk->bytes, size, true, decoder_, next))
        return damage();
      if (chunk->reference) resolve(*chunk->reference, next);
      join(out, next, shared_[i], kind);
    }
    return {};
  }

 private:
  static Error damage() {
    return {std::make_error_code(std::errc::bad_message), "a column is damaged"};
  }

  std::vector<BlockReader> readers_;
  std::vector<bool> shared_;  ///< the block begins in the bucket that the one before ends with
  std::vector<std::int64_t> times_;
  std::vector<SeriesId> series_;
  std::int64_t rank_ = 0;
  std::int64_t spacing_ = 1;
  ColumnDecoder decoder_;
};

bool any_value(const TierColumn& column) {
  return std::any_of(column.avg.begin(), column.avg.end(),
                     [](std::int64_t value) { return value != kAbsent; });
}

// A block's content rolled up, with nothing removed.
Result<void> roll_up_into(Database& database, const Registry& registry, Source& source,
                          Resolution from, Resolution to, Blocks& blocks) {
  const std::int64_t width = step_of(to).count();
  const Buckets buckets = cut(source.times(), width);
  ColumnEncoder encoder;
  std::vector<Chunk> chunks;
  std::vector<std::int64_t> samples;
  TierColumn fine;
  for (const SeriesId id : source.series()) {
    const Kind kind = registry.series(id).kind;
    const auto read =
        from == Resolution::s1 ? source.samples(id, samples) : source.buckets(id, kind, fine);
    if (!read) return read;
    const TierColumn column =
        from == Resolution::s1 ? roll_up(samples, buckets, kind) : roll_up(fine, buckets, kind);
    if (any_value(column)) chunks.push_back({id, encode(column, encoder, Effort::quick)});
  }
  const BlockInfo info{.id = next_id(blocks),
                       .rank = source.rank(),
                       .tier = to,
                       .spacing = std::max(width, source.spacing())};
  return add(database, info, buckets.times, chunks, blocks);
}

// What blocks of one resolution hold together, in as few bytes as can be.
Result<void> join_chunks(Source& source, const Registry& registry, Resolution tier,
                         std::vector<Chunk>& chunks) {
  ColumnEncoder encoder;
  ReferenceFinder references;
  std::vector<std::int64_t> samples;
  TierColumn column;
  for (const SeriesId id : source.series()) {
    const bool sampled = tier == Resolution::s1;
    const auto read = sampled ? source.samples(id, samples)
                              : source.buckets(id, registry.series(id).kind, column);
    if (!read) return read;
    const auto reference =
        sampled ? references.find(id, samples, chunks) : references.find(id, column, chunks);
    if (reference)
      chunks.push_back({id, {}, reference});
    else
      chunks.push_back({id, sampled ? encoder.encode(samples, Effort::thorough)
                                    : encode(column, encoder, Effort::thorough)});
  }
  return {};
}

std::optional<Resolution> after(Resolution resolution) {
  switch (resolution) {
    case Resolution::s1:
      return Resolution::s10;
    case Resolution::m1:
      return Resolution::m5;
    case Resolution::s10:
    case Resolution::m5:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::int64_t span_of(Resolution resolution) {
  switch (resolution) {
    case Resolution::s1:
      return 3600;
    case Resolution::s10:
    case Resolution::m1:
      return std::int64_t{6} * 3600;
    case Resolution::m5:
      return std::int64_t{48} * 3600;
  }
  return 3600;
}

Result<void> seal(Database& database, const Batch& batch, Blocks& blocks) {
  std::size_t width = 0;
  std::vector<std::int64_t> times;
  for (const Tick& tick : batch.ticks) {
    width = std::max(width, tick.values.size());
    times.push_back(tick.time);
  }
  ColumnEncoder encoder;
  std::vector<Chunk> chunks;
  std::vector<std::int64_t> column(times.size());
  for (std::size_t id = 0; id < width; ++id) {
    bool any = false;
    for (std::size_t i = 0; i < column.size(); ++i) {
      const auto& values = batch.ticks[i].values;
      column[i] = id < values.size() ? values[id] : kAbsent;
      any = any || column[i] != kAbsent;
    }
    if (any) chunks.push_back({static_cast<SeriesId>(id), encoder.encode(column, Effort::quick)});
  }
  const std::int64_t id = next_id(blocks);
  const BlockInfo info{.id = id, .rank = id, .spacing = batch.ticks.front().interval};
  return add(database, info, times, chunks, blocks);
}

Blocks find_pieces(const Blocks& blocks, std::int64_t now) {
  for (const Resolution tier : kResolutions) {
    const std::int64_t span = span_of(tier);
    Blocks run;
    for (const BlockInfo& block : blocks) {
      if (block.tier != tier || block.merged) continue;
      const bool fits =
          run.empty() || (block.first / span == run.back().first / span &&
                          block.first >= run.back().last && block.spacing == run.back().spacing);
      if (!fits) return run;
      run.push_back(block);
    }
    // Nothing follows yet: complete only when time has moved on.
    if (!run.empty() && now / span != run.back().first / span) return run;
  }
  return {};
}

Result<void> join_pieces(Database& database, const Registry& registry, const Blocks& pieces,
                         Blocks& blocks) {
  const Resolution tier = pieces.front().tier;
  auto source = Source::open(database, pieces);
  if (!source) return source.error();
  std::vector<Chunk> chunks;
  if (const auto made = join_chunks(*source, registry, tier, chunks); !made) return made;
  if (tier == Resolution::s1) {
    const auto rolled = roll_up_into(database, registry, *source, tier, Resolution::m1, blocks);
    if (!rolled) return rolled;
  }
  const BlockInfo info{.id = next_id(blocks),
                       .rank = source->rank(),
                       .tier = tier,
                       .merged = true,
                       .spacing = source->spacing()};
  auto piece = pieces.begin();
  std::int64_t room = 0;
  const auto make_room = [&]() -> Result<void> {
    for (; room <= 0 && piece != pieces.end(); ++piece) {
      room += piece->size;
      if (const auto removed = remove(database, *piece, blocks); !removed) return removed;
    }
    room -= static_cast<std::int64_t>(kSlice);
    return {};
  };
  const auto added = add(database, info, source->times(), chunks, blocks, make_room);
  if (!added) return added.error();
  for (; piece != pieces.end(); ++piece) {
    if (const auto removed = remove(database, *piece, blocks); !removed) return removed;
  }
  return {};
}

std::optional<BlockInfo> find_aged(const Blocks& blocks, const Retention& retention) {
  for (const Resolution tier : kResolutions) {
    std::int64_t newer = 0;
    // What is not rolled up into this resolution yet is younger than all of it.
    for (const BlockInfo& block : blocks) {
      if (after(block.tier) == tier) newer += block.recorded();
    }
    std::optional<BlockInfo> aged;
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
      if (block->tier != tier) continue;
      if (block->merged && newer >= retention.of(tier).count()) aged = *block;
      newer += block->recorded();
    }
    if (aged) return aged;
  }
  return std::nullopt;
}

std::optional<BlockInfo> find_finest(const Blocks& blocks) {
  for (const Resolution tier : kResolutions) {
    for (const BlockInfo& block : blocks) {
      if (block.tier == tier) return block;
    }
  }
  return std::nullopt;
}

Result<bool> is_sound(Database& database, const BlockInfo& block) {
  auto source = Source::open(database, {block});
  if (!source && is_block_damage(source.error())) return false;
  if (!source) return source.error();
  std::vector<std::int64_t> samples;
  TierColumn column;
  for (const SeriesId id : source->series()) {
    const auto read = block.tier == Resolution::s1 ? source->samples(id, samples)
                                                   : source->buckets(id, Kind::gauge, column);
    if (!read && is_block_damage(read.error())) return false;
    if (!read) return read.error();
  }
  return true;
}

Result<void> age(Database& database, const Registry& registry, const Retention& retention,
                 const BlockInfo& block, Blocks& blocks) {
  std::vector<Resolution> wanted;
  const std::optional<Resolution> next = after(block.tier);
  if (next && retention.of(*next).count() > 0) wanted.push_back(*next);
  // A block that goes before its time was not rolled up to a minute yet.
  if (block.tier == Resolution::s1 && !block.merged) wanted.push_back(Resolution::m1);
  if (!wanted.empty()) {
    auto source = Source::open(database, {block});
    if (!source) return source.error();
    for (const Resolution to : wanted) {
      const auto rolled = roll_up_into(database, registry, *source, block.tier, to, blocks);
      if (!rolled) return rolled;
    }
  }
  return remove(database, block, blocks);
}

}  // namespace mimon::store::sqlite
