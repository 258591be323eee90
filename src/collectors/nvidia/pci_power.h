#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/file_tree.h"

namespace mimon::nvidia {

/// The folder of a PCI device: `/sys/bus/pci/devices/0000:3b:00.0` for NVML's `00000000:3B:00.0`;
/// empty for none.
[[nodiscard]] std::string pci_folder(const std::string& pci_bus_id);

/// The PCI addresses of the machine's NVIDIA GPUs as the kernel writes them, in order of address,
/// which is how NVML numbers them.
[[nodiscard]] std::vector<std::string> nvidia_pci_addresses(const FileTree& files);

/// Whether a PCI device is suspended (runtime power management); does not wake it.
[[nodiscard]] bool is_suspended(const FileTree& files, const std::string& folder);

/// Whether the kernel may suspend a PCI device when it is idle.
[[nodiscard]] bool may_sleep(const FileTree& files, const std::string& folder);

/// Lets a GPU sleep that may: each question keeps it awake, so one that is idle is left alone for a
/// while, in which it falls asleep if it can. Where it does not, the next try waits longer. For one
/// thread.
class Drowse {
 public:
  /// After an answer: `idle` is whether the GPU did nothing, `allowed` whether it may sleep.
  void answered(bool idle, bool allowed, MonoTime now);
  /// It sleeps.
  void slept();
  /// Whether to leave it alone now.
  [[nodiscard]] bool resting(MonoTime now) const { return rest_until_ && now < *rest_until_; }

  static constexpr std::chrono::seconds kIdle{10};
  static constexpr std::chrono::seconds kRest{15};
  static constexpr std::chrono::minutes kFirstPause{5};
  static constexpr std::chrono::minutes kLongestPause{60};

 private:
  std::optional<MonoTime> idle_since_;
  std::optional<MonoTime> rest_until_;
  std::optional<MonoTime> next_try_;
  std::chrono::minutes pause_ = kFirstPause;
};

}  // namespace mimon::nvidia
