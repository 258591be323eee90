#pragma once

#include <array>
#include <optional>

#include "base/clock.h"
#include "collectors/nvidia/nvml_functions.h"
#include "metrics/rate.h"
#include "metrics/values.h"

namespace mimon::nvidia {

/// Bytes a second over PCIe and NVLink, from counters that the driver keeps. Where it has none for
/// PCIe, from a call that measures for 20 ms in each direction. For one thread.
class NvmlLinks {
 public:
  NvmlLinks();

  /// Reads the counters. Measures PCIe instead where it must and `may_measure`.
  void read(const NvmlFunctions& nvml, abi::Device device, MonoTime now, bool may_measure);
  /// Forgets the counters: the GPU was away.
  void reset();

  void write(Values& values) const;
  /// Puts all as absent for `why`, but what the GPU never has.
  void write_absent(Values& values, Absence why) const;

 private:
  struct Latest {
    Rate rate;
    std::optional<double> value;
    Absence absence = Absence::not_ready;
    MonoTime retry_at{};
  };
  void read_counters(const NvmlFunctions& nvml, abi::Device device, MonoTime now);
  void take(std::size_t row, const abi::FieldValue& field, MonoTime now);
  void refuse(Latest& latest, abi::Return code, MonoTime now);
  void measure(const NvmlFunctions& nvml, abi::Device device, MonoTime now);

  static constexpr std::size_t kCount = 4;
  std::array<Latest, kCount> latest_;
  MonoTime measure_retry_at_{};
};

}  // namespace mimon::nvidia
