#pragma once

#include <string_view>

#include "collectors/jetson/source.h"

namespace mimon::jetson {

/// The GPU's thermal zone (`gpu-thermal`, before kernel 5 `GPU-therm`), in °C. Where the kernel
/// calls the sensor offline, −256 °C or EAGAIN, its part of the chip has no power: `asleep`.
[[nodiscard]] Source gpu_temperature(const FileTree& files);

/// The lowest temperature of that zone's trip points of one kind, in °C: `passive` is where the
/// kernel slows the GPU, `critical` where it switches the machine off.
[[nodiscard]] Source gpu_trip(const FileTree& files, std::string_view kind);

}  // namespace mimon::jetson
