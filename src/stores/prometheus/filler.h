#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stores/store.h"

namespace mimon::store::prometheus {

/// Fills one column: averages by their weight, extremes, and the bits of flags. Where a bucket is
/// one second the last value counts.
class Filler {
 public:
  /// `column.kind` and `column.decimals` are set. All must outlive it.
  Filler(Column& column, const std::vector<std::chrono::sys_seconds>& times, std::int64_t width,
         bool min_max);

  /// What is known of the bucket at `time`; ignored where the axis has no such bucket.
  void put(std::int64_t time, double avg, double min, double max, double weight);
  /// Divides the sums and rounds to the column's decimals.
  void finish();

 private:
  [[nodiscard]] std::optional<std::size_t> place_of(std::int64_t time);
  void merge(std::size_t place, double min, double max);

  Column& column_;
  const std::vector<std::chrono::sys_seconds>& times_;
  std::int64_t width_;
  bool min_max_;
  std::size_t hint_ = 0;
  std::vector<double> weights_;
};

}  // namespace mimon::store::prometheus
