#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace mimon {

/// How long from `now` to the next tick: ticks fall on whole multiples of `interval` of the time of
/// day, so that machines sample together. Never less than a quarter of the interval, so that a tick
/// which came a little early is not repeated.
[[nodiscard]] std::chrono::milliseconds until_next_tick(WallTime now,
                                                        std::chrono::milliseconds interval);

/// How many intervals passed from one tick to the next, at least 1: more after a stall or a
/// suspend.
[[nodiscard]] std::uint64_t ticks_passed(MonoTime from, MonoTime to,
                                         std::chrono::milliseconds interval);

}  // namespace mimon
