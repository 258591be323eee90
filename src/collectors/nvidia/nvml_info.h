#pragma once

#include <string>

#include "base/file_tree.h"
#include "collectors/nvidia/nvml_library.h"
#include "collectors/nvidia/nvml_reader.h"
#include "metrics/device.h"

namespace mimon::nvidia {

/// What tells one GPU from another.
struct GpuIdentity {
  unsigned index = 0;      ///< NVML's, which is nvidia-smi's
  std::string uuid;        ///< never empty
  std::string name;        ///< valid UTF-8
  std::string pci_bus_id;  ///< `00000000:3B:00.0`; empty for a GPU that is not on the PCI bus
};

/// Asks a GPU who it is; the error is NVML's answer. The few calls in it do not take long, but may
/// hang as any other.
[[nodiscard]] abi::Return read_identity(const NvmlFunctions& nvml, abi::Device device,
                                        unsigned index, GpuIdentity& identity);

/// The text that `function` gives as valid UTF-8; empty where it gives none.
[[nodiscard]] std::string read_text(abi::DeviceTextFn function, abi::Device device);

/// The GPU as known from its identity alone, before it was asked for more.
[[nodiscard]] Device describe(const NvmlLibrary& library, const GpuIdentity& identity);

/// The GPU with all descriptive fields; `monostate` where it does not tell.
[[nodiscard]] Device describe_fully(const NvmlLibrary& library, abi::Device device,
                                    const GpuIdentity& identity, MemorySource& memory);

}  // namespace mimon::nvidia
