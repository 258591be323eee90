#pragma once

#include "collectors/jetson/source.h"

namespace mimon::jetson {

/// The board's fan, which cools CPU and GPU alike: per cent of its most that is asked for.
[[nodiscard]] Source fan_speed(const FileTree& files);

/// Turns a minute that the fan's tachometer measures; it is another hwmon device than the fan.
[[nodiscard]] Source fan_rpm(const FileTree& files);

}  // namespace mimon::jetson
