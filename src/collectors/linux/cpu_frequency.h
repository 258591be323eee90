#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/file_tree.h"
#include "collectors/linux/source.h"
#include "metrics/absence.h"

namespace mimon::host {

/// Clock of each logical CPU. Reading it costs: sysfs may have to ask the core with an interrupt,
/// and /proc/cpuinfo writes a page of text a core. So `kCoresPerTick` cores are read a tick, in
/// turn, and a machine of 64 has seen each after eight ticks; where there is no cpufreq (virtual
/// machines, whose clock does not move) cpuinfo is read every `kTicksPerCpuinfo`.
class CpuFrequency {
 public:
  explicit CpuFrequency(const FileTree& files);

  /// Reads the cores whose turn it is, of those numbered below `cores`.
  void update(std::size_t cores);

  /// The latest clock of a core, in MHz.
  [[nodiscard]] std::optional<double> of(std::size_t core) const;
  /// Why there is none: `not_ready` before the core's first turn.
  [[nodiscard]] Absence absence(std::size_t core) const;

  static constexpr std::size_t kCoresPerTick = 8;
  static constexpr std::uint64_t kTicksPerCpuinfo = 30;

 private:
  struct Clock {
    std::optional<double> megahertz;
    Absence why = Absence::not_ready;
  };

  void read_sysfs();
  void read_cpuinfo();

  FileTree files_;
  bool has_cpufreq_;
  std::vector<NumberFile> cpufreq_;
  Source cpuinfo_;
  std::vector<Clock> clocks_;
  std::size_t next_ = 0;
  std::uint64_t updates_ = 0;
};

}  // namespace mimon::host
