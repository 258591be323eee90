#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stores/sqlite/tier_column.h"
#include "stores/store.h"

namespace mimon::store::sqlite {

/// Turns integers back into values and puts them where they belong in an answer's column, merging
/// what falls into the same place.
class ColumnBuilder {
 public:
  /// `column` must outlive it.
  ColumnBuilder(Column& column, std::size_t size, bool min_max);

  /// Samples, one a place: nothing is merged.
  /// `scale` is what the values were multiplied by to become integers.
  void assign(std::span<const std::int64_t> samples, std::span<const std::uint32_t> places,
              double scale);
  /// Samples, merged; each counts `weight`, the seconds it stands for.
  void add(std::span<const std::int64_t> samples, std::span<const std::uint32_t> places,
           double scale, double weight);
  /// Buckets, merged; each average counts `weight`.
  void add(const TierColumn& buckets, std::size_t first, std::span<const std::uint32_t> places,
           double scale, double weight);
  /// After the last values.
  void finish();

 private:
  void put(std::uint32_t place, double avg, double min, double max, double weight);

  Column* column_;
  bool min_max_;
  bool flags_;
  std::vector<double> weights_;  ///< empty as long as nothing was merged
};

}  // namespace mimon::store::sqlite
