#pragma once

#include "collectors/jetson/source.h"

namespace mimon::jetson {

/// Clock of the memory controller (EMC) in MHz, now and at most.
[[nodiscard]] Source memory_clock(const FileTree& files);
[[nodiscard]] Source memory_clock_max(const FileTree& files);

/// Per cent of its cycles in which the memory was busy, for CPU, GPU and all else: the activity
/// monitor's figure is busy cycles a millisecond (the kernel's tegra-cactmon-mc-all driver divides
/// the count by its sample period, and the older actmon driver does the same), over the clock.
[[nodiscard]] Source memory_activity(const FileTree& files);

/// The fastest running clock of the video engines (NVENC, NVDEC) in MHz; 0 while all are stopped.
/// This says that they run, not how busy they are.
[[nodiscard]] Source video_clock(const FileTree& files);
[[nodiscard]] Source video_clock_max(const FileTree& files);

}  // namespace mimon::jetson
