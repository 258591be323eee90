#pragma once

#include <optional>
#include <span>

#include "base/clock.h"
#include "base/file_tree.h"
#include "metrics/device.h"

namespace mimon::host {

/// Descriptive fields of the machine.
extern const InfoSpec kHostname, kOs, kKernel, kArchitecture, kMachine, kCpuModel, kBootTime;

[[nodiscard]] std::span<const InfoSpec* const> host_info();

/// The machine as a whole, id `host`, named by its host name. Reads about ten small files: build it
/// once and share it. What no file tells stays out of its info.
[[nodiscard]] DevicePtr host_device(const FileTree& files);

/// When the machine started, from `btime` of /proc/stat, to the second.
[[nodiscard]] std::optional<WallTime> boot_time(const FileTree& files);

/// Bytes of a page of memory. A recorded tree does not tell: 4096 there, as on x86.
[[nodiscard]] double page_size(const FileTree& files);

}  // namespace mimon::host
