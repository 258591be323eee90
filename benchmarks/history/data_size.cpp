#include "data_size.h"

#include <zstd.h>

#include <cmath>
#include <unordered_map>

#include "stores/sqlite/bytes.h"

namespace mimon::bench {

std::vector<std::vector<std::int64_t>> columns_of(const std::vector<SnapshotPtr>& day) {
  std::vector<std::vector<std::int64_t>> columns;
  for (const SnapshotPtr& snapshot : day) {
    std::size_t column = 0;
    for (const DeviceSamplePtr& sample : snapshot->devices) {
      for (const Reading& reading : sample->values.readings()) {
        if (columns.size() <= column) columns.emplace_back();
        columns[column++].push_back(
            std::llround(*reading.value() * std::pow(10, reading.spec().decimals)));
      }
    }
  }
  return columns;
}

double delta_entropy(const std::vector<std::vector<std::int64_t>>& columns) {
  double total = 0;
  for (const auto& column : columns) {
    std::unordered_map<std::int64_t, double> counts;
    for (std::size_t i = 1; i < column.size(); ++i) ++counts[column[i] - column[i - 1]];
    const auto size = static_cast<double>(column.size() - 1);
    for (const auto& [delta, count] : counts) total -= count / size * std::log2(count / size) / 8;
  }
  return total / static_cast<double>(columns.size());
}

double zstd_size(const std::vector<std::vector<std::int64_t>>& columns, int level) {
  std::size_t bytes = 0;
  std::size_t samples = 0;
  for (const auto& column : columns) {
    samples += column.size();
    for (std::size_t hour = 0; hour < column.size(); hour += 3600) {
      store::ByteWriter plain;
      std::int64_t last = 0;
      for (std::size_t i = hour; i < std::min(column.size(), hour + 3600); ++i) {
        plain.signed_number(column[i] - last);
        last = column[i];
      }
      std::string packed(ZSTD_compressBound(plain.size()), '\0');
      bytes +=
          ZSTD_compress(packed.data(), packed.size(), plain.bytes().data(), plain.size(), level);
    }
  }
  return static_cast<double>(bytes) / static_cast<double>(samples);
}

}  // namespace mimon::bench
