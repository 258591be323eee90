#pragma once

#include "calls.h"

namespace mimon::fake_nvml {

/// Bytes of the device, or of the MIG instance, that a call is about.
struct MemoryUse {
  unsigned long long total = 0;
  unsigned long long reserved = 0;
  unsigned long long used = 0;  ///< without `reserved`; above `total` if the scenario says so
};

/// Absent: the card has no memory of its own.
[[nodiscard]] std::optional<MemoryUse> memory_use(const Target& target);

}  // namespace mimon::fake_nvml
