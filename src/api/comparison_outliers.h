#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/snapshot.h"

namespace mimon::api {

/// A GPU that falls out of line with its peers, and in what. Peers are GPUs of one model that work
/// at the same time, as in one training run, where the slowest sets the pace.
struct Outlier {
  const DeviceSample* gpu;
  std::string_view kind;  ///< `lower_clock`, `throttled`, `narrower_link` or `hotter`
  const MetricSpec* metric;
  std::optional<double> value;    ///< in the metric's unit; absent for `throttled`
  std::optional<double> typical;  ///< the median of its peers, likewise
  std::string reason;             ///< one sentence in plain words
};

/// In the order of `gpus`. A GPU takes part while it is `ok` and its utilisation is known and at
/// least 30 per cent. Out of line is a clock 10 per cent below the peers' median, a link of fewer
/// lanes or an older generation, 10 degrees more, or a slowdown (heat, power supply) that less than
/// half of the peers have; where the clock is lower too, that entry carries the cause.
[[nodiscard]] std::vector<Outlier> find_outliers(const std::vector<const DeviceSample*>& gpus);

}  // namespace mimon::api
