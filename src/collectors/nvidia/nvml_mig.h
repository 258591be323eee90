#pragma once

#include <memory>
#include <vector>

#include "collectors/collector.h"
#include "collectors/nvidia/nvml_activity.h"
#include "collectors/nvidia/nvml_info.h"
#include "collectors/nvidia/nvml_processes.h"
#include "collectors/nvidia/nvml_row_values.h"

namespace mimon::nvidia {

/// The instances that one GPU is split into (MIG): each is a device of its own, below the GPU, with
/// its memory, its processes and, where the GPU measures it, its activity. For one thread.
class MigInstances {
 public:
  MigInstances(NvmlLibraryPtr library, GpuIdentity gpu, const FileTree& files, Logger log);

  /// Looks which instances there are; an instance stays the same object while it exists.
  void rescan(abi::Device gpu, MonoTime now);
  void read_fast(MonoTime now);
  void read_slow(abi::Device gpu, MonoTime now);
  /// The GPU was away.
  void reset();

  /// Those that there were at the last scan.
  [[nodiscard]] std::vector<InstanceHandle> handles() const;

  /// Adds a sample for each instance; `processes` are the whole GPU's, whose own sample is the
  /// first and is told which of its processes run where.
  void add_samples(const Tick& tick, const NvmlProcesses& processes,
                   std::vector<DeviceSample>& samples) const;
  /// Adds a sample for each instance that is away together with its GPU, for which `parent` is.
  void add_away(const DeviceSample& parent, Absence why, std::vector<DeviceSample>& samples) const;

 private:
  struct Instance;
  using InstancePtr = std::shared_ptr<Instance>;
  [[nodiscard]] bool enabled(abi::Device gpu, MonoTime now);
  [[nodiscard]] InstancePtr find(abi::Device handle, unsigned index) const;
  [[nodiscard]] InstancePtr make(abi::Device handle, unsigned index) const;

  const NvmlLibraryPtr library_;
  const GpuIdentity gpu_;
  const FileTree files_;
  const Logger log_;
  MonoTime retry_at_{};
  std::vector<InstancePtr> instances_;
};

}  // namespace mimon::nvidia
