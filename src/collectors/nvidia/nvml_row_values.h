#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "collectors/nvidia/nvml_metrics.h"
#include "metrics/values.h"

namespace mimon::nvidia {

/// The latest values of a set of rows for one device. A look-up that the driver refused for good is
/// not repeated at every tick but every few minutes. For one thread.
class NvmlRowValues {
 public:
  /// `device` names the device in the log.
  NvmlRowValues(std::span<const NvmlRow> rows, std::string device, Logger log);

  /// Reads the rows of a tier. Stops at an answer that the whole device is concerned by (lost,
  /// driver gone) and returns it; otherwise `success`.
  [[nodiscard]] abi::Return read(NvmlReader& reader, Tier tier, MonoTime now);

  /// The latest value of one row; absent where it is absent or there is no such row.
  [[nodiscard]] std::optional<double> get(const MetricSpec& spec) const;
  /// Puts every row into `values`.
  void write(Values& values) const;
  /// Puts every row into `values` as absent for `why`, but what the device never has.
  void write_absent(Values& values, Absence why) const;

  static constexpr std::chrono::minutes kRetryRefused{5};

 private:
  struct Latest {
    double value = 0;
    Absence absence = Absence::not_ready;
    bool present = false;
    MonoTime retry_at{};
  };
  void take(const NvmlRow& row, Latest& latest, const Answer& answer, MonoTime now);

  std::span<const NvmlRow> rows_;
  std::vector<Latest> latest_;
  std::string device_;
  FailureLog log_;
};

}  // namespace mimon::nvidia
