#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "stores/store.h"

namespace mimon::api {

/// A value of a device that the list of hosts shows.
struct Shown {
  std::string_view id;   ///< of the metric
  std::string_view key;  ///< in the answer
  int decimals;
};

inline constexpr std::array kHostValues{
    Shown{"cpu.percent", "cpu_percent", 1},
    Shown{"ram.used", "ram_used", 0},
    Shown{"ram.total", "ram_total", 0},
};

inline constexpr std::array kGpuValues{
    Shown{"utilization", "utilization", 0},   Shown{"memory.used", "memory_used", 0},
    Shown{"memory.total", "memory_total", 0}, Shown{"temperature", "temperature", 1},
    Shown{"power.usage", "power_usage", 1},   Shown{"power.limit", "power_limit", 1},
};

/// Of `device`, null for none, in the order of `shown`.
template <std::size_t Count>
std::array<std::optional<double>, Count> values_of(const std::array<Shown, Count>& shown,
                                                   const store::DeviceSummary* device) {
  std::array<std::optional<double>, Count> found{};
  if (!device) return found;
  for (const auto& [id, value] : device->values) {
    for (std::size_t i = 0; i < Count; ++i) {
      if (shown[i].id == id) found[i] = value;
    }
  }
  return found;
}

/// The index of a whole GPU; absent for a MIG instance and for what is no GPU.
[[nodiscard]] std::optional<int> gpu_index(const store::DeviceSummary& device);

}  // namespace mimon::api
