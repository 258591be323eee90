#pragma once

#include <string>

#include "collectors/jetson/board.h"
#include "metrics/device.h"

namespace mimon::jetson {

/// What the GPU is, for people: the board's name, its release of Jetson Linux (L4T), CUDA, and
/// which supply rail the power reading is of. Nothing is decided by these.
[[nodiscard]] DevicePtr describe_gpu(const Board& board);

/// The release of Jetson Linux, such as `L4T 36.4.4`; empty where `/etc/nv_tegra_release` does not
/// tell.
[[nodiscard]] std::string l4t_version(const FileTree& files);

/// The CUDA toolkit's version, such as `12.6`; empty where none is installed.
[[nodiscard]] std::string cuda_version(const FileTree& files);

}  // namespace mimon::jetson
