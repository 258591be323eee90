#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stores/sqlite/column_codec.h"

namespace mimon::store::sqlite {

/// One tick: its second since 1970 and a value a series, by series id; `kAbsent` where there is
/// none.
struct Tick {
  std::int64_t time = 0;
  std::int64_t interval = 1;  ///< seconds from tick to tick
  std::vector<std::int64_t> values;
};

/// A tick as bytes: what changed since the one before. The first of a batch has none before it, and
/// tells everything.
[[nodiscard]] std::string pack(const Tick* before, const Tick& tick);

/// Whether these bytes tell everything, as the first tick of a batch does.
[[nodiscard]] bool starts_batch(std::string_view bytes);

/// False on damaged bytes, and where a tick is needed before it and there is none. `tick` is turned
/// from the one before into this one.
[[nodiscard]] bool unpack(std::string_view bytes, bool has_before, Tick& tick);

}  // namespace mimon::store::sqlite
