#pragma once

#include <limits>
#include <span>

#include "collectors/nvidia/nvml_reader.h"
#include "metrics/metric_spec.h"

namespace mimon::nvidia {

/// How often a value is worth its call, which shares a lock with the work that runs on the GPU.
enum class Tier {
  fast,   ///< a few µs: every tick
  slow,   ///< up to a millisecond, or of little hurry: every two seconds, after the tick
  limit,  ///< hardly ever changes: every minute, after the tick
};

/// One metric: what it is, where NVML has it, and which values make sense.
struct NvmlRow {
  const MetricSpec* spec;
  Tier tier;
  Answer (*read)(NvmlReader& reader);
  double lowest = 0;
  double highest = std::numeric_limits<double>::max();
};

/// Every metric that one call answers. Adding one is adding a row.
[[nodiscard]] std::span<const NvmlRow> nvml_rows();

/// The metrics of a MIG instance, which has no more than its memory.
[[nodiscard]] std::span<const NvmlRow> mig_rows();

}  // namespace mimon::nvidia
