#include "stores/sqlite/reference_finder.h"

#include <algorithm>
#include <array>

namespace mimon::store::sqlite {
namespace {

// The same for series that differ by an offset or in their sign; absent where nothing changes.
std::optional<std::uint64_t> shape_of(std::span<const std::int64_t> values) {
  std::uint64_t shape = 0x9e3779b97f4a7c15U;
  std::uint64_t sign = 0;
  std::uint64_t last = 0;
  bool any = false;
  for (const std::int64_t value : values) {
    std::uint64_t change = 1;  // made odd, which no change below is
    if (value != kAbsent) {
      const auto next = static_cast<std::uint64_t>(value);
      const std::uint64_t step = any ? next - last : 0;
      if (sign == 0 && step != 0) sign = static_cast<std::int64_t>(step) > 0 ? 1 : ~0ULL;
      change = 2 * step * sign;
      last = next;
      any = true;
    }
    shape = (shape ^ change) * 0xff51afd7ed558ccdU;
    shape ^= shape >> 29;
  }
  return sign == 0 ? std::nullopt : std::optional(shape);
}

// Both ways in which `own` may follow from `other`, judged by one bucket or sample. Unsigned: where
// two shapes collide the other may be anything.
std::array<Reference, 2> both_ways(SeriesId to, std::int64_t own, std::int64_t low,
                                   std::int64_t high) {
  const auto value = static_cast<std::uint64_t>(own);
  return {Reference{to, false, static_cast<std::int64_t>(value - static_cast<std::uint64_t>(low))},
          Reference{to, true, static_cast<std::int64_t>(value + static_cast<std::uint64_t>(high))}};
}

std::size_t first_present(std::span<const std::int64_t> values) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [](std::int64_t value) { return value != kAbsent; });
  return static_cast<std::size_t>(found - values.begin());
}

}  // namespace

const Chunk* ReferenceFinder::candidate(SeriesId id, std::span<const std::int64_t> values,
                                        std::span<const Chunk> chunks) {
  const auto shape = shape_of(values);
  if (!shape) return nullptr;
  const auto [seen, fresh] = seen_.try_emplace(*shape, id);
  if (fresh) return nullptr;
  const auto chunk = std::ranges::lower_bound(chunks, seen->second, {}, &Chunk::series);
  return chunk != chunks.end() && chunk->series == seen->second ? &*chunk : nullptr;
}

std::optional<Reference> ReferenceFinder::find(SeriesId id, std::span<const std::int64_t> samples,
                                               std::span<const Chunk> chunks) {
  const Chunk* const chunk = candidate(id, samples, chunks);
  if (!chunk) return std::nullopt;
  samples_.resize(samples.size());
  if (!decoder_.decode(chunk->bytes, samples_)) return std::nullopt;
  const std::size_t at = first_present(samples);
  const std::vector<std::int64_t> others = samples_;
  for (const Reference& way : both_ways(chunk->series, samples[at], others[at], others[at])) {
    samples_ = others;
    resolve(way, samples_);
    if (std::ranges::equal(samples_, samples)) return way;
  }
  return std::nullopt;
}

std::optional<Reference> ReferenceFinder::find(SeriesId id, const TierColumn& column,
                                               std::span<const Chunk> chunks) {
  const Chunk* const chunk = candidate(id, column.avg, chunks);
  if (!chunk) return std::nullopt;
  TierColumn others;
  if (!decode(chunk->bytes, column.avg.size(), true, decoder_, others)) return std::nullopt;
  const std::size_t at = first_present(column.min);
  if (at == column.min.size()) return std::nullopt;
  for (const Reference& way :
       both_ways(chunk->series, column.min[at], others.min[at], others.max[at])) {
    column_ = others;
    resolve(way, column_);
    if (column_ == column) return way;
  }
  return std::nullopt;
}

}  // namespace mimon::store::sqlite
