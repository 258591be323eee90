#pragma once

#include <span>

#include "collectors/jetson/board.h"
#include "collectors/jetson/source.h"
#include "metrics/metric_spec.h"

namespace mimon::jetson {

/// How often a row is read.
enum class Pace {
  tick,  ///< every tick
  slow,  ///< with `collect_slow`: debugfs, whose files ask the power processor
};

/// One metric and where it comes from.
struct Row {
  const MetricSpec* spec;
  Pace pace;
  /// Looks once where this board has it; what it returns is then read again and again.
  Source (*find)(const Board& board);
};

/// Everything that this collector knows of, in the order of `gpu::all_metrics`.
[[nodiscard]] std::span<const Row> rows();

}  // namespace mimon::jetson
