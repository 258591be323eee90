#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "collectors/nvidia/nvml_functions.h"

namespace mimon::nvidia {

/// One process as a driver lists it.
struct ListedProcess {
  unsigned pid = 0;              ///< as the host counts
  std::optional<double> memory;  ///< bytes; absent where the driver does not know
  unsigned gpu_instance = abi::kInstanceNotAvailable;
  unsigned compute_instance = abi::kInstanceNotAvailable;
};

/// The three ABI versions of one list; null where the library does not export it.
struct ProcessListFunctions {
  abi::DeviceGetRunningProcessesV1Fn v1 = nullptr;
  abi::DeviceGetRunningProcessesV2Fn v2 = nullptr;
  abi::DeviceGetRunningProcessesV2Fn v3 = nullptr;
};

/// What a list call gave; `processes` counts where `code` is `success`.
struct ProcessList {
  abi::Return code = abi::Return::unknown;
  std::vector<ListedProcess> processes;
};

/// Entries that `count` entries take at most: the widest layout that a driver is known to write.
inline constexpr std::size_t kWidestProcessEntry = 32;

/// Takes the entries of a _v2 or _v3 list out of what a driver wrote. Early 535 drivers wrote
/// entries 32 bytes apart in place of 24 without a new version: the distance is the one at which
/// most entries make sense. Entries that never do are dropped, and so is memory beyond `total`.
[[nodiscard]] std::vector<ListedProcess> decode_processes(std::span<const std::byte> bytes,
                                                          std::size_t count,
                                                          std::optional<double> total);

/// Asks for one list in its newest version that answers. `total` is the device's memory in bytes.
[[nodiscard]] ProcessList read_process_list(const ProcessListFunctions& functions,
                                            abi::Device device, std::optional<double> total);

}  // namespace mimon::nvidia
