#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "stores/sqlite/bytes.h"
#include "stores/sqlite/tokens.h"

namespace mimon::store::sqlite {

inline constexpr int kScaleBits = 11;
inline constexpr std::uint32_t kScale = 1U << kScaleBits;

using TokenCounts = std::array<std::uint32_t, kTokens>;

/// How often each token occurs, in parts of `kScale`, from what is stored in half a byte a token:
/// sixteen steps of four fifths of an octave. Finer steps would cost more than they save.
struct Frequencies {
  std::array<std::uint16_t, kTokens> of{};

  /// Those that `counts` come out as when stored. All zero where no token occurs.
  [[nodiscard]] static Frequencies of_counts(const TokenCounts& counts, ByteWriter& out);
  /// Absent where the bytes make no sense.
  [[nodiscard]] static std::optional<Frequencies> read(ByteReader& in);
};

/// One of the `kScale` slots of the decoder's table.
struct Slot {
  std::uint16_t frequency;
  std::uint16_t offset;  ///< of the slot within its token's range
  std::uint8_t token;
};

/// About how many bits tokens with these counts take, and the table to read them with.
[[nodiscard]] double estimate_bits(const TokenCounts& counts);

using SlotTable = std::array<Slot, kScale>;

/// False where no token occurs.
[[nodiscard]] bool fill_slots(const Frequencies& frequencies, SlotTable& slots);

}  // namespace mimon::store::sqlite
