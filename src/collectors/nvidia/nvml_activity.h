#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "collectors/nvidia/nvml_functions.h"
#include "metrics/values.h"

namespace mimon::nvidia {

/// Activity of a GPU or of one MIG instance from its performance counters (GPM, Hopper and later):
/// each value is the mean between two samples that are at least 100 ms apart. For one thread; the
/// library whose functions it got must outlive it.
class NvmlActivity {
 public:
  /// `gpu_instance` is a MIG instance's; absent for a whole GPU.
  NvmlActivity(const NvmlFunctions& nvml, std::optional<unsigned> gpu_instance);

  /// Takes a sample and computes the activity since the last one. `gpu` is the whole GPU, also for
  /// an instance.
  void read(abi::Device gpu, MonoTime now);
  /// Forgets the samples: the GPU was away.
  void reset();

  /// Puts the activity into `values`; for an instance also its utilisation, which has no other
  /// source.
  void write(Values& values) const;
  /// Puts it there as absent for `why`, unless the GPU never has it.
  void write_absent(Values& values, Absence why) const;

  static constexpr std::chrono::milliseconds kShortestGap{100};

 private:
  using SamplePtr = std::unique_ptr<abi::GpmSampleOpaque, abi::GpmSampleFreeFn>;
  struct Latest {
    const MetricSpec* spec;
    unsigned metric;
    std::optional<double> value{};
    Absence absence = Absence::not_ready;
  };
  [[nodiscard]] abi::Return prepare(abi::Device gpu);
  [[nodiscard]] abi::Return take(abi::Device gpu);
  [[nodiscard]] abi::Return compute();
  void fail(abi::Return code, MonoTime now);

  const NvmlFunctions& nvml_;
  const std::optional<unsigned> gpu_instance_;
  std::vector<Latest> latest_;
  MonoTime retry_at_{};
  SamplePtr older_{nullptr, nullptr};
  SamplePtr newer_{nullptr, nullptr};
  std::optional<MonoTime> last_taken_;
  std::unique_ptr<abi::GpmMetricsGet> request_;
};

}  // namespace mimon::nvidia
