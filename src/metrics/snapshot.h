#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "metrics/cpu_times.h"
#include "metrics/device.h"
#include "metrics/process.h"
#include "metrics/values.h"

namespace mimon {

/// How a device fares. Anything but `ok` leaves its values absent for that reason.
enum class DeviceState { ok, asleep, lost, unresponsive, stale };

[[nodiscard]] constexpr std::string_view device_state_name(DeviceState state) {
  switch (state) {
    case DeviceState::ok:
      return "ok";
    case DeviceState::asleep:
      return "asleep";
    case DeviceState::lost:
      return "lost";
    case DeviceState::unresponsive:
      return "unresponsive";
    case DeviceState::stale:
      return "stale";
  }
  return "ok";
}

/// One device at one moment.
struct DeviceSample {
  DevicePtr device;  ///< never null
  DeviceState state = DeviceState::ok;
  std::string detail;  ///< the state in words, for people; empty while `ok`
  WallTime wall{};
  MonoTime mono{};
  Values values;
  std::vector<GpuProcess> processes;  ///< a GPU's, most GPU memory first
  /// Why the process list is not known; absent where it is, even when empty.
  std::optional<Absence> processes_absence;
};

using DeviceSamplePtr = std::shared_ptr<const DeviceSample>;

/// How a source of GPUs fares.
struct VendorStatus {
  enum class State {
    starting,  ///< not asked yet, or still loading
    ok,        ///< the driver answers, though it may have no GPU
    absent,    ///< this vendor's driver is not on this machine
    failed,    ///< it is there and does not work; `detail` says why
  };

  std::string vendor;  ///< `nvidia`, `jetson`
  State state = State::starting;
  std::string detail;   ///< one sentence in plain words
  std::string version;  ///< the driver's; empty where unknown
};

[[nodiscard]] constexpr std::string_view vendor_state_name(VendorStatus::State state) {
  switch (state) {
    case VendorStatus::State::starting:
      return "starting";
    case VendorStatus::State::ok:
      return "ok";
    case VendorStatus::State::absent:
      return "absent";
    case VendorStatus::State::failed:
      return "failed";
  }
  return "failed";
}

/// How one collector of host metrics fares.
struct CollectorStatus {
  std::string name;
  bool ok = true;
  std::string detail;  ///< what failed; empty while `ok`
};

/// Everything known of the machine at one tick. Immutable once published.
struct Snapshot {
  std::uint64_t tick = 0;  ///< counts up from 1; a skipped number is a missed tick
  WallTime wall{};
  MonoTime mono{};
  std::chrono::milliseconds interval{1000};
  std::vector<DeviceSamplePtr> devices;  ///< host first, then by kind, then by index
  std::vector<VendorStatus> vendors;
  std::vector<CollectorStatus> collectors;
  std::vector<CoreTimes> cores;  ///< of the logical CPUs that are online; for exporters alone

  [[nodiscard]] const DeviceSample* find(std::string_view id) const {
    for (const DeviceSamplePtr& sample : devices) {
      if (sample->device->id == id) return sample.get();
    }
    return nullptr;
  }
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace mimon
