#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/file_tree.h"
#include "collectors/linux/hanging_call.h"
#include "collectors/linux/source.h"
#include "metrics/metric_spec.h"

namespace mimon::host {

extern const MetricSpec kDiskTemperature;

/// Temperature of an NVMe disk, from the hwmon under its controller. Each reading is a command to
/// the disk, which takes a while and may never end: it is sent on a thread of its own, every
/// `kReadingsApart` calls, and its answer is used until the next. Other disks are left alone: the
/// question would keep them from sleeping.
class DiskTemperature {
 public:
  DiskTemperature() = default;
  DiskTemperature(const FileTree& files, std::string_view disk);

  /// Asks where it is time to, and sets what was last answered.
  void report(Reporter& report, Values& values, std::string_view device);

  static constexpr std::uint64_t kReadingsApart = 30;

 private:
  FileTree files_;
  std::string input_;  ///< empty where there is none
  HangingCall<Result<std::string>> call_;
  std::uint64_t calls_ = 0;
  std::optional<double> degrees_;
  Absence why_ = Absence::unsupported;
};

}  // namespace mimon::host
