#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stores/sqlite/bytes.h"

namespace mimon::store::sqlite {

/// Seconds since 1970, strictly ascending, as runs of equal steps: a block without a gap is one
/// run.
void write_times(std::span<const std::int64_t> times, ByteWriter& out);

/// False where the bytes make no sense, or hold another number of times than `count`.
[[nodiscard]] bool read_times(ByteReader& in, std::size_t count, std::vector<std::int64_t>& times);

}  // namespace mimon::store::sqlite
