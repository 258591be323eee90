#pragma once

#include <limits>
#include <optional>

#include "base/file_tree.h"
#include "collectors/nvidia/nvml_return.h"

namespace mimon::nvidia {

/// What a look-up gave: a value where `code` is `success`. NaN marks one that makes no sense.
struct Answer {
  abi::Return code = abi::Return::unknown;
  double value = 0;
};

inline constexpr double kNonsense = std::numeric_limits<double>::quiet_NaN();

/// The answer of a call that fills one unsigned number after `arguments`; all ones is NVML's way of
/// saying that it does not know.
template <typename Fn, typename... Arguments>
[[nodiscard]] Answer ask(double scale, Fn function, Arguments... arguments) {
  if (!function) return {abi::Return::function_not_found};
  unsigned value = 0;
  const abi::Return code = function(arguments..., &value);
  return {code, value == std::numeric_limits<unsigned>::max() ? kNonsense : value * scale};
}

/// The same for a 64-bit number.
template <typename Fn, typename... Arguments>
[[nodiscard]] Answer ask_long(double scale, Fn function, Arguments... arguments) {
  if (!function) return {abi::Return::function_not_found};
  unsigned long long value = 0;
  const abi::Return code = function(arguments..., &value);
  return {code, value == abi::kValueNotAvailable ? kNonsense : static_cast<double>(value) * scale};
}

/// Bytes of memory; NaN where a figure is not known or makes no sense.
struct MemoryReading {
  abi::Return code = abi::Return::unknown;
  double total = kNonsense;
  double used = kNonsense;
  double free = kNonsense;
  double reserved = kNonsense;
  bool has_reserved = false;
};

/// Where one device's memory figures come from: the newest call that it answers, or the host's
/// memory where device and host share it. Remembers which. For one thread.
class MemorySource {
 public:
  explicit MemorySource(const FileTree& files) : meminfo_(files, "/proc/meminfo") {}

  [[nodiscard]] MemoryReading read(const NvmlFunctions& nvml, abi::Device device);
  /// The GPU has no memory of its own: the driver does not report any, and the host's is used.
  [[nodiscard]] bool unified() const { return unified_; }

 private:
  [[nodiscard]] std::optional<MemoryReading> read_host();

  CachedFile meminfo_;
  bool v2_ = true;
  bool unified_ = false;
};

/// Rows of memory that were replaced after errors.
struct RemappedRows {
  abi::Return code = abi::Return::unknown;
  unsigned correctable = 0;
  unsigned uncorrectable = 0;
  unsigned pending = 0;
  unsigned failed = 0;
};

/// One device at one moment: a call that several metrics share is made once. For one thread.
class NvmlReader {
 public:
  NvmlReader(const NvmlFunctions& functions, abi::Device handle, MemorySource& memory)
      : nvml(functions), device(handle), memory_source_(memory) {}

  const NvmlFunctions& nvml;
  const abi::Device device;

  struct Utilization {
    abi::Return code = abi::Return::unknown;
    abi::Utilization rates{};
  };
  [[nodiscard]] const Utilization& utilization();
  [[nodiscard]] const MemoryReading& memory();
  [[nodiscard]] const RemappedRows& remapped_rows();

 private:
  MemorySource& memory_source_;
  std::optional<Utilization> utilization_;
  std::optional<MemoryReading> memory_;
  std::optional<RemappedRows> remapped_rows_;
};

}  // namespace mimon::nvidia
