#pragma once

#include <span>
#include <string>
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
  path,   ///< one way to a disk that stands there itself; see `disk_behind`
  empty,  ///< a drive without a medium, or a network disk that is not connected
};

/// By /sys/block (Documentation/ABI/stable/sysfs-block): whole disks stand there and are not
/// `hidden`, what is made of others names them in `slaves`. Without it, by the kernel's names
/// alone.
[[nodiscard]] DiskRole disk_role(const FileTree& files, std::string_view name);

/// The disk that a name of a path is of, by NVMe's own multipath: `nvme1c3n2` is namespace 2 of
/// subsystem 1 through controller 3, and the disk is `nvme1n2` (nvme_mpath_set_disk_name in
/// drivers/nvme/host/multipath.c). Empty where the name is none of a path.
[[nodiscard]] std::string disk_behind(std::string_view path);

/// The disk `NAME` as device `disk/NAME`.
[[nodiscard]] DevicePtr disk_device(const FileTree& files, std::string_view name, int index);

}  // namespace mimon::host
