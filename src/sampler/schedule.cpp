#include "sampler/schedule.h"

#include <algorithm>
#include <cmath>

namespace mimon {

std::chrono::milliseconds until_next_tick(WallTime now, std::chrono::milliseconds interval) {
  auto wait = interval - now.time_since_epoch() % interval;
  if (wait < interval / 4) wait += interval;
  return wait;
}

std::uint64_t ticks_passed(MonoTime from, MonoTime to, std::chrono::milliseconds interval) {
  const double intervals =
      seconds_between(from, to) / std::chrono::duration<double>(interval).count();
  return static_cast<std::uint64_t>(std::max(1.0, std::round(intervals)));
}

}  // namespace mimon
