#pragma once

#include <optional>
#include <string>

#include "base/file_tree.h"

namespace mimon::jetson {

/// The GPU that sits in a Tegra chip, as sysfs shows it.
struct IntegratedGpu {
  std::string device;   ///< folder of the device, such as `/sys/class/devfreq/17000000.gpu/device`
  std::string devfreq;  ///< folder with its clocks; empty where there is none
  std::string chip;     ///< NVIDIA's name of the GPU, such as `ga10b`; empty where not told
};

/// What the collector reads: a tree of files and the GPU found in it.
struct Board {
  FileTree files;
  IntegratedGpu gpu;
};

/// The GPU of a Tegra chip: the devfreq device (or an older kernel's platform device) that the
/// device tree, or the kernel's name for it, calls an NVIDIA GPU. A GPU on the PCI bus is none,
/// also where it is part of the chip, as on Thor: NVML reads that.
[[nodiscard]] std::optional<IntegratedGpu> find_integrated_gpu(const FileTree& files);

/// True where the device tree says that the chip is a Tegra.
[[nodiscard]] bool has_tegra_chip(const FileTree& files);

/// True where an NVIDIA display or 3D controller is on the PCI bus.
[[nodiscard]] bool has_nvidia_pci_gpu(const FileTree& files);

}  // namespace mimon::jetson
