#include "stores/sqlite/tick_row.h"

#include "stores/sqlite/bytes.h"

namespace mimon::store::sqlite {
namespace {

// Row = kind, time, interval where whole, number of series, then for each series a code:
// 0 and n: n + 1 series unchanged; 1: now absent; 2 and up: the step, zigzagged, plus 2.
enum RowKind : std::uint8_t { whole = 0, change = 1 };
constexpr std::uint64_t kUnchanged = 0;
constexpr std::uint64_t kNowAbsent = 1;
constexpr std::uint64_t kStep = 2;
constexpr std::uint64_t kMostSeries = 1'000'000;

std::int64_t value_or_zero(std::int64_t value) {
  return value == kAbsent ? 0 : value;
}

}  // namespace

std::string pack(const Tick* before, const Tick& tick) {
  ByteWriter out;
  out.byte(before == nullptr ? whole : change);
  out.signed_number(tick.time - (before == nullptr ? 0 : before->time));
  if (before == nullptr) out.signed_number(tick.interval);
  out.number(tick.values.size());
  std::uint64_t unchanged = 0;
  const auto end_run = [&] {
    if (unchanged == 0) return;
    out.number(kUnchanged);
    out.number(unchanged - 1);
    unchanged = 0;
  };
  for (std::size_t i = 0; i < tick.values.size(); ++i) {
    const std::int64_t value = tick.values[i];
    const std::int64_t last =
        before != nullptr && i < before->values.size() ? before->values[i] : kAbsent;
    if (value == last) {
      ++unchanged;
      continue;
    }
    end_run();
    if (value == kAbsent)
      out.number(kNowAbsent);
    else
      out.number(kStep + ByteWriter::zigzag(value - value_or_zero(last)));
  }
  end_run();
  return out.take();
}

bool starts_batch(std::string_view bytes) {
  return !bytes.empty() && bytes.front() == whole;
}

bool unpack(std::string_view bytes, bool has_before, Tick& tick) {
  ByteReader in(bytes);
  const std::uint8_t kind = in.byte();
  if (kind == whole)
    tick = {};
  else if (kind != change || !has_before)
    return false;
  tick.time += in.signed_number();
  if (kind == whole) tick.interval = in.signed_number();
  const std::uint64_t size = in.number();
  if (size < tick.values.size() || size > kMostSeries || tick.interval < 1) return false;
  tick.values.resize(size, kAbsent);
  for (std::size_t i = 0; i < size && in.ok();) {
    const std::uint64_t code = in.number();
    if (code == kUnchanged) {
      const std::uint64_t more = in.number();
      if (more >= size - i) return false;
      i += more + 1;
    } else if (code == kNowAbsent) {
      tick.values[i++] = kAbsent;
    } else {
      const std::uint64_t zigzag = code - kStep;
      const std::uint64_t step = (zigzag >> 1) ^ (~(zigzag & 1) + 1);
      const auto last = static_cast<std::uint64_t>(value_or_zero(tick.values[i]));
      const auto value = static_cast<std::int64_t>(last + step);
      if (value < -kLargest || value > kLargest) return false;
      tick.values[i++] = value;
    }
  }
  return in.ok() && in.at_end();
}

}  // namespace mimon::store::sqlite
