#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "collectors/nvidia/nvml_abi_enums.h"

namespace mimon::fake_nvml {

/// Calls that a scenario can make fail or slow down together.
enum class Group {
  handle,
  identity,
  serial,
  vbios,
  properties,
  modes,
  utilization,
  memory,
  encoder,
  decoder,
  jpeg,
  ofa,
  temperature,
  temperature_limits,
  fan,
  fan_rpm,
  power,
  power_limit,
  energy,
  clocks,
  throttle,
  pcie_link,
  pcie_throughput,
  ecc,
  remapped_rows,
  retired_pages,
  nvlink,
  fields,
  processes,
  instance_processes,
  process_utilization,
  mig,
  gpm,
  events,
};

inline constexpr std::array<std::string_view, 34> kGroupNames = {"handle",
                                                                 "identity",
                                                                 "serial",
                                                                 "vbios",
                                                                 "properties",
                                                                 "modes",
                                                                 "utilization",
                                                                 "memory",
                                                                 "encoder",
                                                                 "decoder",
                                                                 "jpeg",
                                                                 "ofa",
                                                                 "temperature",
                                                                 "temperature_limits",
                                                                 "fan",
                                                                 "fan_rpm",
                                                                 "power",
                                                                 "power_limit",
                                                                 "energy",
                                                                 "clocks",
                                                                 "throttle",
                                                                 "pcie_link",
                                                                 "pcie_throughput",
                                                                 "ecc",
                                                                 "remapped_rows",
                                                                 "retired_pages",
                                                                 "nvlink",
                                                                 "fields",
                                                                 "processes",
                                                                 "instance_processes",
                                                                 "process_utilization",
                                                                 "mig",
                                                                 "gpm",
                                                                 "events"};
static_assert(kGroupNames.size() == static_cast<std::size_t>(Group::events) + 1);

/// One T a group.
template <typename T>
using PerGroup = std::array<T, kGroupNames.size()>;

template <typename T>
const T& at(const PerGroup<T>& values, Group group) {
  return values[static_cast<std::size_t>(group)];
}

/// Absent for a name that is no group's.
[[nodiscard]] std::optional<Group> group_named(std::string_view name);

/// "NOT_SUPPORTED" and so on, as nvml.h names them after NVML_ or NVML_ERROR_.
[[nodiscard]] std::optional<nvml_abi::Return> return_named(std::string_view name);
/// What nvmlErrorString says.
[[nodiscard]] const char* return_text(nvml_abi::Return result);

}  // namespace mimon::fake_nvml
