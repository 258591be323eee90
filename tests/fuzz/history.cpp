// What a damaged file of history may hold: columns, tiers and ticks.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "stores/sqlite/column_codec.h"
#include "stores/sqlite/tick_row.h"
#include "stores/sqlite/tier_column.h"

using namespace mimon::store::sqlite;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t entries = data[0] * 16U + 1;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 2), size - 2);
  ColumnDecoder decoder;
  std::vector<std::int64_t> values(entries);
  // What can be read can be written, and reads the same again.
  if (decoder.decode(bytes, values)) {
    const auto within = [](std::int64_t v) {
      return v == kAbsent || (v >= -kLargest && v <= kLargest);
    };
    bool writable = true;
    for (const auto value : values) writable = writable && within(value);
    if (writable) {
      ColumnEncoder encoder;
      std::vector<std::int64_t> again(entries);
      if (!decoder.decode(encoder.encode(values, Effort::thorough), again)) __builtin_trap();
      if (again != values) __builtin_trap();
    }
  }
  TierColumn column;
  static_cast<void>(decode(bytes, entries, (data[1] & 1) != 0, decoder, column));
  Tick tick;
  if (unpack(bytes, false, tick)) static_cast<void>(unpack(bytes, true, tick));
  return 0;
}
