#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "collectors/nvidia/nvml_functions.h"
#include "metrics/values.h"

namespace mimon::nvidia {

/// The critical events (XID) of one GPU since the start. The driver queues them; looking does not
/// wait. For one thread; the library whose functions it got must outlive it.
class NvmlEvents {
 public:
  explicit NvmlEvents(const NvmlFunctions& nvml) : nvml_(nvml) {}

  /// Takes what came since the last call; the first one starts listening.
  void read(abi::Device device, MonoTime now);

  /// The latest code; absent while there was none.
  [[nodiscard]] std::optional<std::uint64_t> last() const { return last_; }
  /// Puts count and latest code into `values`. A code that there never was is `not_ready`.
  void write(Values& values) const;
  /// Puts them there as absent for `why`, unless the GPU never has them.
  void write_absent(Values& values, Absence why) const;

 private:
  using SetPtr = std::unique_ptr<abi::EventSetOpaque, abi::EventSetFreeFn>;
  [[nodiscard]] abi::Return listen(abi::Device device);

  const NvmlFunctions& nvml_;
  SetPtr set_{nullptr, nullptr};
  MonoTime retry_at_{};
  std::optional<Absence> absence_ = Absence::not_ready;
  std::optional<std::uint64_t> last_;
  std::uint64_t count_ = 0;
};

}  // namespace mimon::nvidia
