#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/file_tree.h"
#include "base/log.h"
#include "collectors/collector.h"
#include "collectors/nvidia/energy_meter.h"
#include "collectors/nvidia/every.h"
#include "collectors/nvidia/nvml_activity.h"
#include "collectors/nvidia/nvml_events.h"
#include "collectors/nvidia/nvml_info.h"
#include "collectors/nvidia/nvml_library.h"
#include "collectors/nvidia/nvml_links.h"
#include "collectors/nvidia/nvml_mig.h"
#include "collectors/nvidia/nvml_processes.h"
#include "collectors/nvidia/nvml_row_values.h"
#include "collectors/nvidia/pci_power.h"

namespace mimon::nvidia {

/// One NVIDIA GPU with its MIG instances, through one loaded library. The library stays loaded for
/// as long as this lives, so a call that hangs keeps it.
///
/// A GPU whose PCI device is suspended is not touched, since a call would wake it, and one that may
/// sleep and has nothing to do is left alone for a while (`stale`) so that it can. A GPU that is
/// lost is asked again at every tick, and comes back when it answers.
class NvidiaGpu final : public GpuCollector {
 public:
  NvidiaGpu(NvmlLibraryPtr library, abi::Device handle, GpuIdentity identity, const FileTree& files,
            const Logger& log);

  [[nodiscard]] DevicePtr device() const override;
  [[nodiscard]] std::vector<DeviceSample> collect(const Tick& tick) override;
  void collect_slow(const Tick& tick) override;

  /// These two are safe to call from any thread.
  [[nodiscard]] const GpuIdentity& identity() const { return identity_; }
  /// Whether the PCI device is suspended now, read without touching the driver.
  [[nodiscard]] bool asleep() const { return is_suspended(files_, pci_folder_); }

 private:
  [[nodiscard]] abi::Return read_fast(const Tick& tick);
  [[nodiscard]] abi::Return read_slow(const Tick& tick);
  [[nodiscard]] abi::Return read_rarely(NvmlReader& nvml, MonoTime now);
  void refresh_description();
  void renew_handle();
  void enter_trouble(abi::Return code);
  void leave_trouble();
  void let_sleep(MonoTime now);
  void forget_rates();
  [[nodiscard]] std::vector<DeviceSample> present(const Tick& tick);
  [[nodiscard]] std::vector<DeviceSample> away(const Tick& tick, DeviceState state, Absence why,
                                               std::string detail) const;
  [[nodiscard]] std::string trouble_in_words() const;
  [[nodiscard]] NvmlReader reader();

  // The library comes first: what is below lets go of its objects before it may be unloaded.
  const NvmlLibraryPtr library_;
  const GpuIdentity identity_;
  const FileTree files_;
  const std::string pci_folder_;
  const Logger log_;

  mutable std::mutex device_mutex_;
  DevicePtr device_;

  abi::Device handle_;
  MemorySource memory_;
  NvmlRowValues rows_;
  NvmlLinks links_;
  NvmlActivity activity_;
  NvmlEvents events_;
  EnergyMeter energy_;
  NvmlProcesses processes_;
  MigInstances instances_;
  Every limits_{std::chrono::minutes(1)};
  Every rescan_{std::chrono::seconds(10)};
  Every slow_{std::chrono::seconds(2)};
  std::optional<abi::Return> trouble_;
  Drowse drowse_;
};

}  // namespace mimon::nvidia
