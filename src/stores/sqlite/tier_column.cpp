#include "stores/sqlite/tier_column.h"

#include <algorithm>
#include <numeric>

#include "stores/sqlite/bytes.h"

namespace mimon::store::sqlite {
namespace {

__extension__ typedef __int128 Wide;

// `sum / count`, rounded half away from zero.
std::int64_t divide(Wide sum, Wide count) {
  return static_cast<std::int64_t>((sum + (sum < 0 ? -count : count) / 2) / count);
}

std::int64_t and_bits(std::int64_t a, std::int64_t b) {
  return a & b;
}
std::int64_t or_bits(std::int64_t a, std::int64_t b) {
  return a | b;
}
std::int64_t lower(std::int64_t a, std::int64_t b) {
  return std::min(a, b);
}
std::int64_t upper(std::int64_t a, std::int64_t b) {
  return std::max(a, b);
}

std::int64_t middle(std::int64_t a, std::int64_t b) {
  return std::midpoint(a, b);
}

std::vector<std::int64_t> fold(std::span<const std::int64_t> values, const Buckets& buckets,
                               std::int64_t (*both)(std::int64_t, std::int64_t)) {
  std::vector<std::int64_t> out(buckets.times.size(), kAbsent);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::int64_t& bucket = out[buckets.of[i]];
    if (values[i] != kAbsent) bucket = bucket == kAbsent ? values[i] : both(bucket, values[i]);
  }
  return out;
}

std::int64_t step_of_source(std::span<const std::int64_t> values, std::int64_t base) {
  std::int64_t step = 0;
  for (const std::int64_t value : values) {
    if (value != kAbsent && step != 1) step = std::gcd(step, value - base);
  }
  return std::max<std::int64_t>(step, 1);
}

// Means in units of a `finer`th, as `base * finer` and a whole number of the source's steps.
std::vector<std::int64_t> means(std::span<const std::int64_t> values, const Buckets& buckets,
                                std::int64_t finer) {
  std::vector<Wide> sums(buckets.times.size(), 0);
  std::vector<std::int64_t> counts(buckets.times.size(), 0);
  const auto first = std::find_if(values.begin(), values.end(),
                                  [](std::int64_t value) { return value != kAbsent; });
  if (first == values.end()) return std::vector(buckets.times.size(), kAbsent);
  const std::int64_t step = step_of_source(values, *first);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == kAbsent) continue;
    sums[buckets.of[i]] += (values[i] - *first) / step;
    ++counts[buckets.of[i]];
  }
  std::vector<std::int64_t> out(sums.size(), kAbsent);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (counts[i] != 0) out[i] = *first * finer + divide(sums[i] * finer, counts[i]) * step;
  }
  return out;
}

void append(std::vector<std::int64_t>& to, const std::vector<std::int64_t>& from, bool shared,
            std::int64_t (*both)(std::int64_t, std::int64_t)) {
  if (shared && !to.empty() && !from.empty()) {
    std::int64_t& meeting = to.back();
    if (from.front() != kAbsent)
      meeting = meeting == kAbsent ? from.front() : both(meeting, from.front());
  }
  to.insert(to.end(), from.begin() + (shared ? 1 : 0), from.end());
}

}  // namespace

Buckets cut(std::span<const std::int64_t> times, std::int64_t width) {
  Buckets buckets;
  buckets.of.reserve(times.size());
  for (const std::int64_t time : times) {
    const std::int64_t begin = time - time % width;
    if (buckets.times.empty() || buckets.times.back() != begin) buckets.times.push_back(begin);
    buckets.of.push_back(static_cast<std::uint32_t>(buckets.times.size() - 1));
  }
  return buckets;
}

TierColumn roll_up(std::span<const std::int64_t> samples, const Buckets& buckets, Kind kind) {
  if (kind != Kind::flags)
    return {means(samples, buckets, kFiner), fold(samples, buckets, lower),
            fold(samples, buckets, upper)};
  TierColumn column{{}, fold(samples, buckets, and_bits), fold(samples, buckets, or_bits)};
  column.avg = column.max;
  for (std::int64_t& bits : column.avg) bits = bits == kAbsent ? kAbsent : bits * kFiner;
  return column;
}

TierColumn roll_up(const TierColumn& column, const Buckets& buckets, Kind kind) {
  if (kind != Kind::flags)
    return {means(column.avg, buckets, 1), fold(column.min, buckets, lower),
            fold(column.max, buckets, upper)};
  TierColumn out{{}, fold(column.min, buckets, and_bits), fold(column.max, buckets, or_bits)};
  out.avg = out.max;
  for (std::int64_t& bits : out.avg) bits = bits == kAbsent ? kAbsent : bits * kFiner;
  return out;
}

void join(TierColumn& column, const TierColumn& next, bool shared, Kind kind) {
  const bool flags = kind == Kind::flags;
  append(column.min, next.min, shared, flags ? and_bits : lower);
  append(column.max, next.max, shared, flags ? or_bits : upper);
  append(column.avg, next.avg, shared, flags ? upper : middle);
  if (flags && shared && !column.max.empty()) {
    const std::size_t meeting = column.max.size() - next.max.size();
    const std::int64_t bits = column.max[meeting];
    column.avg[meeting] = bits == kAbsent ? kAbsent : bits * kFiner;
  }
}

std::string encode(const TierColumn& column, ColumnEncoder& encoder, Effort effort) {
  ByteWriter out;
  const std::string avg = encoder.encode(column.avg, effort);
  const std::string min = encoder.encode(column.min, effort);
  out.number(avg.size());
  out.text(avg);
  out.number(min.size());
  out.text(min);
  out.text(encoder.encode(column.max, effort));
  return out.take();
}

bool decode(std::string_view bytes, std::size_t size, bool min_max, ColumnDecoder& decoder,
            TierColumn& column) {
  ByteReader in(bytes);
  const std::string_view avg = in.text(in.number());
  column.avg.resize(size);
  if (!decoder.decode(avg, column.avg)) return false;
  if (!min_max) return true;
  const std::string_view min = in.text(in.number());
  column.min.resize(size);
  column.max.resize(size);
  return decoder.decode(min, column.min) && decoder.decode(in.rest(), column.max);
}

}  // namespace mimon::store::sqlite
