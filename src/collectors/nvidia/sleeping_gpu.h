#pragma once

#include <string>

#include "base/file_tree.h"
#include "collectors/collector.h"

namespace mimon::nvidia {

/// A GPU that slept already when the driver was loaded: asking NVML for it would wake it, so only
/// what the kernel tells of it is known. Gives way to a real one when it wakes.
class SleepingGpu final : public GpuCollector {
 public:
  /// `address` is its PCI address as the kernel writes it: `0000:01:00.0`.
  SleepingGpu(const FileTree& files, unsigned index, const std::string& address);

  [[nodiscard]] DevicePtr device() const override { return device_; }
  [[nodiscard]] std::vector<DeviceSample> collect(const Tick& tick) override;
  void collect_slow(const Tick& /*tick*/) override {}

 private:
  DevicePtr device_;
};

}  // namespace mimon::nvidia
