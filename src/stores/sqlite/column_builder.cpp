#include "stores/sqlite/column_builder.h"

#include <algorithm>
#include <limits>

#include "stores/buckets.h"
namespace mimon::store::sqlite {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

}  // namespace

ColumnBuilder::ColumnBuilder(Column& column, std::size_t size, bool min_max)
    : column_(&column), min_max_(min_max), flags_(column.kind == Kind::flags) {
  column.avg.assign(size, kNone);
  if (!min_max) return;
  column.min.assign(size, kNone);
  column.max.assign(size, kNone);
}

void ColumnBuilder::assign(std::span<const std::int64_t> samples,
                           std::span<const std::uint32_t> places, double scale) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (samples[i] == kAbsent) continue;
    const double value = static_cast<double>(samples[i]) / scale;
    column_->avg[places[i]] = value;
    if (!min_max_) continue;
    column_->min[places[i]] = value;
    column_->max[places[i]] = value;
  }
}

void ColumnBuilder::put(std::uint32_t place, double avg, double min, double max, double weight) {
  Column& to = *column_;
  double& total = weights_[place];
  if (total == 0) {
    to.avg[place] = flags_ ? avg : avg * weight;
    if (min_max_) {
      to.min[place] = min;
      to.max[place] = max;
    }
  } else {
    to.avg[place] = flags_ ? or_bits(to.avg[place], avg) : to.avg[place] + avg * weight;
    if (min_max_) {
      to.min[place] = flags_ ? and_bits(to.min[place], min) : std::min(to.min[place], min);
      to.max[place] = flags_ ? or_bits(to.max[place], max) : std::max(to.max[place], max);
    }
  }
  total += weight;
}

void ColumnBuilder::add(std::span<const std::int64_t> samples,
                        std::span<const std::uint32_t> places, double scale, double weight) {
  weights_.resize(column_->avg.size(), 0);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (samples[i] == kAbsent) continue;
    const double value = static_cast<double>(samples[i]) / scale;
    put(places[i], value, value, value, weight);
  }
}

void ColumnBuilder::add(const TierColumn& buckets, std::size_t first,
                        std::span<const std::uint32_t> places, double scale, double weight) {
  weights_.resize(column_->avg.size(), 0);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (buckets.avg[first + i] == kAbsent) continue;
    const double avg = static_cast<double>(buckets.avg[first + i]) / (scale * 10);
    const double min = min_max_ ? static_cast<double>(buckets.min[first + i]) / scale : 0;
    const double max = min_max_ ? static_cast<double>(buckets.max[first + i]) / scale : 0;
    put(places[i], avg, min, max, weight);
  }
}

void ColumnBuilder::finish() {
  if (flags_) return;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (weights_[i] > 0) column_->avg[i] /= weights_[i];
  }
}

}  // namespace mimon::store::sqlite
