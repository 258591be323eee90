#pragma once

#include "collectors/jetson/source.h"

namespace mimon::jetson {

/// Bits of `gpu::kThrottleReasons`, from what sysfs shows of the chip's own throttling:
/// - `hw_thermal_slowdown` while the cooling device `gpu-throttle-alert` is on;
/// - `sw_thermal_slowdown` while the kernel's thermal governor holds the GPU's devfreq down;
/// - `hw_power_brake_slowdown` when an over-current or under-voltage counter (`oc<N>_event_cnt` of
///   the hwmon `soctherm_oc`, where `oc<N>_throt_en` is 1) has grown since the last reading.
/// Absent as `unsupported` where the kernel shows none of the three.
[[nodiscard]] Source throttle_reasons(const FileTree& files);

}  // namespace mimon::jetson
