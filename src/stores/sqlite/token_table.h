#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>

#include "stores/sqlite/bytes.h"
#include "stores/sqlite/tokens.h"

namespace mimon::store::sqlite {

inline constexpr int kMostScaleBits = 11;

/// Frequencies are counted in parts of 2^this: fewer for a short column, whose table would
/// otherwise take longer to fill than the column to decode.
[[nodiscard]] constexpr int scale_bits_for(std::size_t values) {
  return std::clamp(static_cast<int>(std::bit_width(values)), 7, kMostScaleBits);
}

using TokenCounts = std::array<std::uint32_t, kTokens>;

/// How often each token occurs, in parts of a scale, from what is stored in half a byte a token:
/// sixteen steps of four fifths of an octave. Finer steps would cost more than they save.
struct Frequencies {
  std::array<std::uint16_t, kTokens> of{};

  /// Those that `counts` come out as when stored. All zero where no token occurs.
  [[nodiscard]] static Frequencies of_counts(const TokenCounts& counts, int scale_bits,
                                             ByteWriter& out);
  /// Absent where the bytes make no sense.
  [[nodiscard]] static std::optional<Frequencies> read(ByteReader& in, int scale_bits);
};

/// One slot of the decoder's table: there are as many as parts in the scale.
class Slot {
 public:
  Slot() = default;
  constexpr Slot(std::uint32_t token, std::uint32_t frequency, std::uint32_t offset)
      : packed_(token << 24 | frequency << 12 | offset) {}
  [[nodiscard]] constexpr std::uint32_t token() const { return packed_ >> 24; }
  [[nodiscard]] constexpr std::uint32_t frequency() const { return packed_ >> 12 & 0xfff; }
  /// Of the slot within its token's range.
  [[nodiscard]] constexpr std::uint32_t offset() const { return packed_ & 0xfff; }

 private:
  std::uint32_t packed_ = 0;
};

/// About how many bits tokens with these counts take, and the table to read them with.
[[nodiscard]] double estimate_bits(const TokenCounts& counts);

using SlotTable = std::array<Slot, 1U << kMostScaleBits>;

/// False where no token occurs.
[[nodiscard]] bool fill_slots(const Frequencies& frequencies, int scale_bits, SlotTable& slots);

}  // namespace mimon::store::sqlite
