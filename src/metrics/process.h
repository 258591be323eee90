#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"

namespace mimon {

/// A process that uses a GPU: the GPU's half comes from the vendor, the host's half from `/proc`.
struct GpuProcess {
  enum class Type { compute, graphics, compute_and_graphics };

  std::int64_t pid = 0;  ///< as the host counts, also inside a container
  Type type = Type::compute;
  /// The MIG instance that it runs on, as its device's id; absent where the GPU is whole.
  std::optional<std::string> instance;
  std::optional<double> gpu_memory_used;  ///< bytes
  std::optional<double> gpu_utilization;  ///< per cent of the GPU's compute
  /// Seconds since it last used the GPU, as far as was watched; absent where its use is not known.
  std::optional<double> idle_seconds;

  std::optional<std::string> name;  ///< absent where the PID cannot be seen from here
  std::optional<std::string> username;
  std::optional<double> cpu_percent;     ///< 100 is one core
  std::optional<double> host_memory;     ///< resident bytes
  std::optional<std::string> container;  ///< short id of its container; absent outside one
  std::optional<WallTime> start_time;
};

/// `C`, `G` or `C+G`, as nvidia-smi writes it.
[[nodiscard]] constexpr const char* process_type_name(GpuProcess::Type type) {
  switch (type) {
    case GpuProcess::Type::compute:
      return "C";
    case GpuProcess::Type::graphics:
      return "G";
    case GpuProcess::Type::compute_and_graphics:
      return "C+G";
  }
  return "C";
}

}  // namespace mimon
