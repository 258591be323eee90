#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

namespace mimon::fake_nvml {

/// One recorded line; what its cell didn't hold is absent.
struct TraceRow {
  double seconds = 0;
  std::optional<double> utilization;         ///< per cent
  std::optional<double> memory_utilization;  ///< per cent
  std::optional<double> memory_used_mib;
  std::optional<double> temperature;  ///< °C
  std::optional<double> power_w;
  std::optional<double> clock;         ///< MHz
  std::optional<double> clock_memory;  ///< MHz
  std::optional<double> fan;           ///< per cent
};

/// A recording as `nvidia-smi --query-gpu=… --format=csv` writes it, played in a loop: at each
/// second the newest line of that GPU that is not later.
class Trace {
 public:
  /// Throws std::runtime_error with the reason if the file is no trace.
  explicit Trace(const std::filesystem::path& file);

  /// Absent for a GPU that was not recorded.
  [[nodiscard]] std::optional<TraceRow> at(unsigned gpu, double seconds) const;

 private:
  std::map<unsigned, std::vector<TraceRow>> rows_;
  double length_ = 0;
};

}  // namespace mimon::fake_nvml
