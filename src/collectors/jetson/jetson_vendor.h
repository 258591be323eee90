#pragma once

#include <memory>

#include "base/file_tree.h"
#include "base/log.h"
#include "collectors/collector.h"

namespace mimon {

/// True on a Jetson: a GPU of a Tegra chip shows in sysfs, or the device tree says Tegra.
[[nodiscard]] bool is_jetson(const FileTree& files);

/// True where NVIDIA's GPUs are NVML's: everywhere but on a Jetson whose only GPU is the chip's own
/// one, which NVML leaves out or tells little more of than its name.
[[nodiscard]] bool needs_nvml(const FileTree& files);

/// The GPU of a Jetson, from sysfs. Reports `absent` on other machines, and where that GPU is on
/// the PCI bus (Thor) and so NVML's.
[[nodiscard]] std::unique_ptr<GpuVendor> make_jetson_vendor(const FileTree& files, Logger log);

}  // namespace mimon
