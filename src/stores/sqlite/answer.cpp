#include "stores/sqlite/answer.h"

#include <algorithm>

#include "stores/axis.h"
#include "stores/sqlite/column_builder.h"

namespace mimon::store::sqlite {
namespace {

/// Which points of a part count, and where each goes.
struct Places {
  std::size_t first = 0;
  std::vector<std::uint32_t> of;
};

/// About how many times the parts will have, as a list that grows is copied each time. A damaged
/// block may claim any span.
std::size_t expected_times(std::span<const Part> parts, const Request& request) {
  constexpr std::int64_t kMost = 100'000;
  std::int64_t total = 0;
  for (const Part& part : parts) {
    const std::int64_t from = std::max(part.from, request.start);
    const std::int64_t to = std::min(part.to, request.end - 1);
    if (from <= to) total += (to - from) / std::max(part.spacing, request.width) + 2;
  }
  return static_cast<std::size_t>(std::min(total, kMost));
}

// Gives each point of a part its place.
Places place(Axis& axis, const Request& request, const std::vector<std::int64_t>& times,
             const Part& part) {
  const std::int64_t from = std::max(part.from, request.start);
  const std::int64_t to = std::min(part.to, request.end - 1);
  const auto first = std::lower_bound(times.begin(), times.end(), from);
  const auto last = std::upper_bound(first, times.end(), to);
  Places places{static_cast<std::size_t>(first - times.begin()), {}};
  places.of.reserve(static_cast<std::size_t>(last - first));
  for (auto at = first; at < last; ++at)
    places.of.push_back(static_cast<std::uint32_t>(axis.add(*at, part.spacing)));
  return places;
}

class Filler {
 public:
  Filler(const Request& request, QueryResult& result) : request_(request), result_(result) {
    for (Column& column : result.columns)
      builders_.emplace_back(column, result.times.size(), result.min_max);
  }

  // False where the block is damaged.
  Result<bool> add(BlockReader& block, const Part& part, const Places& places) {
    for (std::size_t c = 0; c < builders_.size(); ++c) {
      for (const Wanted& wanted : request_.columns[c]) {
        const auto chunk = block.chunk(wanted.id);
        if (!chunk && is_block_damage(chunk.error())) return false;
        if (!chunk) return chunk.error();
        if (chunk->bytes.empty()) continue;
        if (!add_chunk(*chunk, part, block.times().size(), places, builders_[c], wanted.scale))
          return false;
      }
    }
    return true;
  }

  void add(const BatchCopy& batch, const Part& part, const Places& places) {
    for (std::size_t c = 0; c < builders_.size(); ++c) {
      for (const Wanted& wanted : request_.columns[c]) {
        const auto at = std::lower_bound(batch.series.begin(), batch.series.end(), wanted.id);
        const auto index = static_cast<std::size_t>(at - batch.series.begin());
        add_samples(batch.values[index], part, places, builders_[c], wanted.scale);
      }
    }
  }

  void finish() {
    for (ColumnBuilder& builder : builders_) builder.finish();
  }

 private:
  void add_samples(const std::vector<std::int64_t>& values, const Part& part, const Places& places,
                   ColumnBuilder& builder, double scale) {
    const auto samples = std::span(values).subspan(places.first, places.of.size());
    if (request_.width == 1)
      builder.assign(samples, places.of, scale);
    else
      builder.add(samples, places.of, scale, static_cast<double>(part.spacing));
  }

  bool add_chunk(const StoredChunk& chunk, const Part& part, std::size_t points,
                 const Places& places, ColumnBuilder& builder, double scale) {
    if (part.block->tier == Resolution::s1) {
      samples_.resize(points);
      if (!decoder_.decode(chunk.bytes, samples_)) return false;
      if (chunk.reference) resolve(*chunk.reference, samples_);
      add_samples(samples_, part, places, builder, scale);
      return true;
    }
    if (!decode(chunk.bytes, points, result_.min_max, decoder_, buckets_)) return false;
    if (chunk.reference) resolve(*chunk.reference, buckets_);
    builder.add(buckets_, places.first, places.of, scale, static_cast<double>(part.spacing));
    return true;
  }

  const Request& request_;
  QueryResult& result_;
  std::vector<ColumnBuilder> builders_;
  ColumnDecoder decoder_;
  std::vector<std::int64_t> samples_;
  TierColumn buckets_;
};

}  // namespace

Result<void> fill(Database* database, std::span<const Part> parts,
                  std::span<const BatchCopy> batches, const Request& request, QueryResult& result,
                  std::vector<std::int64_t>& damaged) {
  result.times.reserve(expected_times(parts, request));
  Axis axis(request.width, result.times);
  std::vector<Places> places;
  std::vector<std::optional<BlockReader>> readers;
  for (const Part& part : parts) {
    readers.emplace_back();
    if (!part.block) {
      places.push_back(place(axis, request, batches[part.batch].times, part));
      continue;
    }
    auto reader = BlockReader::open(*database, *part.block);
    if (!reader && !is_block_damage(reader.error())) return reader.error();
    if (!reader) damaged.push_back(part.block->id);
    places.push_back(reader ? place(axis, request, reader->times(), part) : Places());
    if (reader) readers.back() = std::move(*reader);
  }
  if (const auto fits = check_size(request.query, result); !fits) return fits;
  Filler filler(request, result);
  for (std::size_t p = 0; p < parts.size(); ++p) {
    if (!parts[p].block) {
      filler.add(batches[parts[p].batch], parts[p], places[p]);
    } else if (readers[p]) {
      const auto sound = filler.add(*readers[p], parts[p], places[p]);
      if (!sound) return sound.error();
      if (!*sound) damaged.push_back(parts[p].block->id);
      readers[p].reset();
    }
  }
  filler.finish();
  return {};
}

}  // namespace mimon::store::sqlite
