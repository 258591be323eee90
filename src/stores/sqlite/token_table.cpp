#include "stores/sqlite/token_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mimon::store::sqlite {
namespace {

// 2^(4/5 (code - 1)); code 0 is a token that does not occur.
constexpr std::array<std::uint32_t, 16> kWeights = {0,  1,  2,   3,   5,   9,   16,   28,
                                                    49, 84, 147, 256, 446, 776, 1351, 2353};
constexpr int kTopCode = 15;

using Codes = std::array<std::uint8_t, kTokens>;

Codes to_codes(const TokenCounts& counts) {
  Codes codes{};
  const double most = *std::max_element(counts.begin(), counts.end());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const double below = std::log2(most / counts[i]) / 0.8;
    codes[i] = static_cast<std::uint8_t>(std::max(1L, kTopCode - std::lround(below)));
  }
  return codes;
}

Frequencies scale(const Codes& codes, int scale_bits) {
  Frequencies result;
  std::uint64_t sum = 0;
  for (const std::uint8_t code : codes) sum += kWeights[code];
  if (sum == 0) return result;
  std::int64_t left = std::int64_t{1} << scale_bits;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] == 0) continue;
    const std::uint64_t part = (std::uint64_t{kWeights[codes[i]]} << scale_bits) / sum;
    result.of[i] = static_cast<std::uint16_t>(std::max<std::uint64_t>(part, 1));
    left -= result.of[i];
  }
  // What rounding leaves goes to the commonest token; what it takes comes from there.
  while (left != 0) {
    auto most = std::max_element(result.of.begin(), result.of.end());
    const std::int64_t given = std::max<std::int64_t>(left, 1 - std::int64_t{*most});
    *most = static_cast<std::uint16_t>(*most + given);
    left -= given;
  }
  return result;
}

// A byte holds two codes, the first in its upper half.
class NibbleWriter {
 public:
  explicit NibbleWriter(ByteWriter& out) : out_(out) {}
  void put(unsigned nibble) {
    if (half_) out_.byte(static_cast<std::uint8_t>(upper_ << 4 | nibble));
    upper_ = nibble;
    half_ = !half_;
  }
  void finish() {
    if (half_) put(0);
  }

 private:
  ByteWriter& out_;
  unsigned upper_ = 0;
  bool half_ = false;
};

class NibbleReader {
 public:
  explicit NibbleReader(ByteReader& in) : in_(in) {}
  std::uint8_t next() {
    half_ = !half_;
    if (!half_) return both_ & 0xf;
    both_ = in_.byte();
    return both_ >> 4;
  }

 private:
  ByteReader& in_;
  std::uint8_t both_ = 0;
  bool half_ = false;
};

// Code 0 is followed by how many more zeros there are.
void write(const Codes& codes, ByteWriter& out) {
  std::size_t size = codes.size();
  while (size > 0 && codes[size - 1] == 0) --size;
  out.number(size);
  NibbleWriter nibbles(out);
  for (std::size_t i = 0; i < size;) {
    nibbles.put(codes[i]);
    if (codes[i++] != 0) continue;
    unsigned more = 0;
    for (; more < 15 && codes[i] == 0; ++i) ++more;
    nibbles.put(more);
  }
  nibbles.finish();
}

}  // namespace

Frequencies Frequencies::of_counts(const TokenCounts& counts, int scale_bits, ByteWriter& out) {
  const Codes codes = to_codes(counts);
  write(codes, out);
  return scale(codes, scale_bits);
}

std::optional<Frequencies> Frequencies::read(ByteReader& in, int scale_bits) {
  const std::uint64_t size = in.number();
  if (size > kTokens) return std::nullopt;
  Codes codes{};
  NibbleReader nibbles(in);
  for (std::size_t i = 0; i < size;) {
    codes[i] = nibbles.next();
    i += codes[i] == 0 ? std::size_t{1} + nibbles.next() : 1;
  }
  const auto used = std::count_if(codes.begin(), codes.end(), [](auto code) { return code != 0; });
  if (!in.ok() || used > 1 << scale_bits) return std::nullopt;
  return scale(codes, scale_bits);
}

double estimate_bits(const TokenCounts& counts) {
  constexpr double kTableBits = 5;
  double bits = 0;
  double sum = 0;
  for (const std::uint32_t count : counts) {
    if (count == 0) continue;
    bits += kTableBits - count * std::log2(count);
    sum += count;
  }
  return sum == 0 ? bits : bits + sum * std::log2(sum);
}

bool fill_slots(const Frequencies& frequencies, int scale_bits, SlotTable& slots) {
  std::uint32_t at = 0;
  for (std::uint32_t token = 0; token < kTokens; ++token) {
    const std::uint32_t count = frequencies.of[token];
    for (std::uint32_t offset = 0; offset < count; ++offset)
      slots[at + offset] = Slot(token, count, offset);
    at += count;
  }
  return at == 1U << scale_bits;
}

}  // namespace mimon::store::sqlite
