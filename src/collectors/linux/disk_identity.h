#pragma once

#include <span>
#include <string_view>

#include "base/file_tree.h"
#include "metrics/device.h"

namespace mimon::host {

/// Descriptive fields of a disk.
extern const InfoSpec kDiskModel, kDiskSize, kDiskRotational, kDiskRemovable;

[[nodiscard]] std::span<const InfoSpec* const> disk_info();

/// What a line of /proc/diskstats stands for.
enum class DiskRole {
  whole,  ///< a whole disk, counted once
  part,   ///< a partition, or made of other disks (device mapper, RAID), or of memory or files
  empty,  ///< a drive without a medium, or a network disk that is not connected
};

/// By /sys/block (Documentation/ABI/stable/sysfs-block): whole disks stand there, what is made of
/// others names them in `slaves`. Without it, by the kernel's names alone.
[[nodiscard]] DiskRole disk_role(const FileTree& files, std::string_view name);

/// The disk `NAME` as device `disk/NAME`.
[[nodiscard]] DevicePtr disk_device(const FileTree& files, std::string_view name, int index);

}  // namespace mimon::host
