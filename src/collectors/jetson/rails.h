#pragma once

#include <optional>
#include <string>

#include "collectors/jetson/source.h"

namespace mimon::jetson {

/// The measured supply rail that feeds the GPU: one channel of a TI INA3221. On most boards it
/// feeds more than the GPU alone. Files are empty where the driver has none.
struct Rail {
  std::string label{};     ///< as the board calls it, such as `VDD_CPU_GPU_CV`
  std::string covers{};    ///< what hangs on it, for people; empty where not known
  std::string voltage{};   ///< file, mV
  std::string current{};   ///< file, mA
  std::string power{};     ///< file, mW; the older kernels' (iio) driver has it
  std::string warning{};   ///< file, mA: the average above which the chip slows down
  std::string critical{};  ///< file, mA: the current above which it does so at once
  std::string shunt{};     ///< file, µΩ
};

/// The rail with the GPU on it and as little else as there is; the whole board's (`VDD_IN`) is
/// never taken for it.
[[nodiscard]] std::optional<Rail> find_gpu_rail(const FileTree& files);

/// Watts drawn from the rail.
[[nodiscard]] Source rail_power(const FileTree& files, const Rail& rail);

/// Watts at which the lower of the rail's two current limits sets in, at the present voltage.
/// Absent where neither is set: the INA3221 then holds its highest number (datasheet SBOS576,
/// 163.8 mV across the shunt), which is no limit.
[[nodiscard]] Source rail_limit(const FileTree& files, const Rail& rail);

/// What the power reading covers: `VDD_CPU_GPU_CV (CPU, GPU and vision accelerators)`.
[[nodiscard]] std::string describe(const Rail& rail);

}  // namespace mimon::jetson
