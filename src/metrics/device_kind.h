#pragma once

#include <string_view>

namespace mimon {

/// What a set of values belongs to.
enum class DeviceKind {
  host,     ///< the machine as a whole
  core,     ///< one logical CPU
  disk,     ///< one whole disk
  network,  ///< one network interface
  mount,    ///< one mounted file system
  gpu,      ///< one GPU, or one MIG instance of it
};

inline constexpr DeviceKind kDeviceKinds[] = {DeviceKind::host,  DeviceKind::core,
                                              DeviceKind::disk,  DeviceKind::network,
                                              DeviceKind::mount, DeviceKind::gpu};

/// The kind's name, which is also the first part of a device's id: `gpu` of `gpu/0`.
[[nodiscard]] constexpr std::string_view device_kind_name(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::host:
      return "host";
    case DeviceKind::core:
      return "core";
    case DeviceKind::disk:
      return "disk";
    case DeviceKind::network:
      return "network";
    case DeviceKind::mount:
      return "mount";
    case DeviceKind::gpu:
      return "gpu";
  }
  return "host";
}

}  // namespace mimon
