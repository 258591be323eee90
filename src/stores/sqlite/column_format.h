#pragma once

#include <cstdint>

namespace mimon::store::sqlite::column_format {

/// Bits of a column's first byte.
inline constexpr unsigned kOrderMask = 0x03;  ///< 0: level, 1: last value, 2: last step
inline constexpr unsigned kSplit = 0x04;      ///< three tables
inline constexpr unsigned kGaps = 0x08;       ///< absence runs follow
inline constexpr unsigned kConstant = 0x10;   ///< only the base follows
inline constexpr unsigned kEmpty = 0x20;      ///< nothing follows: no value at all

/// Lowest state of the rANS coder, which takes in and gives out 16 bits at a time.
inline constexpr std::uint32_t kLowest = 1U << 16;

}  // namespace mimon::store::sqlite::column_format
