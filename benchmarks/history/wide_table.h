#pragma once

#include <string>
#include <vector>

#include "metrics/snapshot.h"
#include "stores/sqlite/database.h"

namespace mimon::bench {

/// What most projects do: a row a device and second, a column a metric, an index on device and
/// time.
class WideTable {
 public:
  explicit WideTable(const std::string& path);

  void write(const std::vector<SnapshotPtr>& day);
  /// One metric of a GPU, every second; returns how many values there were.
  [[nodiscard]] std::size_t seconds(int gpu, const std::string& column);
  /// Four metrics of two GPUs: average a minute.
  [[nodiscard]] std::size_t minutes();

 private:
  store::sqlite::Database database_;
};

}  // namespace mimon::bench
