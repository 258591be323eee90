#pragma once

#include <span>
#include <string_view>

#include "collectors/linux/rated_counter.h"
#include "collectors/linux/source.h"
#include "metrics/metric_spec.h"

namespace mimon::host {

/// What /proc/stat tells after its `cpu` lines (proc_stat(5)): interrupts, context switches, forks,
/// and how many tasks run or wait for a disk. A part of the CPU collector, which reads the file.
class KernelActivity {
 public:
  /// `content` is the rest of the file.
  void update(std::string_view content, MonoTime now);
  void report(Reporter& report, Values& values) const;

 private:
  RatedCounter interrupts_, switches_, forks_;
  std::optional<std::uint64_t> running_, blocked_;
};

[[nodiscard]] std::span<const MetricSpec* const> kernel_activity_metrics();

}  // namespace mimon::host
