#include "stores/sqlite/time_axis.h"

namespace mimon::store::sqlite {

// Run = distance of its first time from the one before, its step, its length. A run of one has
// step 0.
void write_times(std::span<const std::int64_t> times, ByteWriter& out) {
  std::int64_t last = 0;
  for (std::size_t i = 0; i < times.size();) {
    std::size_t end = i + 1;
    const std::int64_t step = end < times.size() ? times[end] - times[i] : 0;
    while (end < times.size() && times[end] - times[end - 1] == step) ++end;
    out.number(static_cast<std::uint64_t>(times[i] - last));
    out.number(end - i > 1 ? static_cast<std::uint64_t>(step) : 0);
    out.number(end - i);
    last = times[end - 1];
    i = end;
  }
}

bool read_times(ByteReader& in, std::size_t count, std::vector<std::int64_t>& times) {
  constexpr std::uint64_t kLatest = std::uint64_t{1} << 40;
  times.clear();
  times.reserve(count);
  std::uint64_t last = 0;
  while (times.size() < count) {
    const std::uint64_t distance = in.number();
    const std::uint64_t step = in.number();
    const std::uint64_t length = in.number();
    const bool ascends = (times.empty() || distance > 0) && (length == 1 || step > 0);
    if (!in.ok() || !ascends || length == 0 || length > count - times.size()) return false;
    if (distance > kLatest || step > kLatest || last > kLatest) return false;
    last += distance;
    for (std::uint64_t i = 0; i < length; ++i) {
      if (i > 0) last += step;
      if (last > kLatest) return false;
      times.push_back(static_cast<std::int64_t>(last));
    }
  }
  return true;
}

}  // namespace mimon::store::sqlite
