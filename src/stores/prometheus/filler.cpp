#include "stores/prometheus/filler.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stores/buckets.h"

namespace mimon::store::prometheus {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void round_all(std::vector<double>& values, int decimals) {
  const double scale = std::pow(10, decimals);
  for (double& value : values) value = std::round(value * scale) / scale;
}

}  // namespace

Filler::Filler(Column& column, const std::vector<std::chrono::sys_seconds>& times,
               std::int64_t width, bool min_max)
    : column_(column), times_(times), width_(width), min_max_(min_max) {
  column.avg.assign(times.size(), kNone);
  weights_.assign(times.size(), 0);
  if (!min_max) return;
  column.min.assign(times.size(), kNone);
  column.max.assign(times.size(), kNone);
}

std::optional<std::size_t> Filler::place_of(std::int64_t time) {
  const std::chrono::sys_seconds bucket{std::chrono::seconds(time)};
  // What comes is mostly the next.
  if (hint_ >= times_.size() || times_[hint_] > bucket) hint_ = 0;
  if (hint_ + 1 < times_.size() && times_[hint_] < bucket) ++hint_;
  if (hint_ < times_.size() && times_[hint_] != bucket) {
    const auto at = std::lower_bound(times_.begin(), times_.end(), bucket);
    hint_ = static_cast<std::size_t>(at - times_.begin());
  }
  if (hint_ >= times_.size() || times_[hint_] != bucket) return std::nullopt;
  return hint_;
}

void Filler::put(std::int64_t time, double avg, double min, double max, double weight) {
  const auto place = place_of(time);
  if (!place) return;
  const bool flags = column_.kind == Kind::flags;
  double& total = weights_[*place];
  if (total == 0 || width_ == 1) {
    column_.avg[*place] = flags ? avg : avg * weight;
    if (min_max_) {
      column_.min[*place] = min;
      column_.max[*place] = max;
    }
    total = weight;
    return;
  }
  total += weight;
  column_.avg[*place] =
      flags ? or_bits(column_.avg[*place], avg) : column_.avg[*place] + avg * weight;
  if (min_max_) merge(*place, min, max);
}

void Filler::merge(std::size_t place, double min, double max) {
  const bool flags = column_.kind == Kind::flags;
  double& least = column_.min[place];
  double& most = column_.max[place];
  least = flags ? and_bits(least, min) : std::min(least, min);
  most = flags ? or_bits(most, max) : std::max(most, max);
}

void Filler::finish() {
  if (column_.kind == Kind::flags) return;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (weights_[i] > 0) column_.avg[i] /= weights_[i];
  }
  round_all(column_.avg, column_.decimals + (width_ > 1 ? 1 : 0));
  round_all(column_.min, column_.decimals);
  round_all(column_.max, column_.decimals);
}

}  // namespace mimon::store::prometheus
