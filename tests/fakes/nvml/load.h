#pragma once

#include "scenario.h"

namespace mimon::fake_nvml {

/// Smooth deterministic noise in −1…1 that changes over about `period` seconds.
[[nodiscard]] double noise(unsigned seed, double seconds, double period);
/// 0 below `from`, 1 above `to`, smooth between.
[[nodiscard]] double smoothstep(double from, double to, double x);

/// Share of time busy, 0…1.
[[nodiscard]] double busy(Load load, unsigned seed, double seconds);
/// Share of device memory that programs hold, 0…1.
[[nodiscard]] double occupied(Load load, unsigned seed, double seconds);

}  // namespace mimon::fake_nvml
