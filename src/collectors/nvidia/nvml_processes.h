#pragma once

#include <array>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "collectors/nvidia/nvml_process_list.h"
#include "metrics/absence.h"
#include "metrics/process.h"

namespace mimon::nvidia {

/// GPU utilisation of processes: the driver keeps samples and gives those since the last call. For
/// one thread.
class ProcessUtilization {
 public:
  /// Asks for the newest samples and fills `gpu_utilization`: 0 for a process that did not run,
  /// absent where the driver does not say or says nonsense.
  void fill(const NvmlFunctions& nvml, abi::Device device, MonoTime now,
            std::vector<GpuProcess>& processes);

 private:
  struct Sum {
    double percent = 0;
    int samples = 0;
  };
  [[nodiscard]] abi::Return fetch(const NvmlFunctions& nvml, abi::Device device);
  [[nodiscard]] std::unordered_map<unsigned, Sum> sum_up();

  std::vector<abi::ProcessUtilizationSample> samples_;
  unsigned long long last_seen_ = 0;
  MonoTime retry_at_{};
};

/// A MIG instance, to be asked for its own processes.
struct InstanceHandle {
  abi::Device handle = nullptr;
  unsigned gpu_instance = abi::kInstanceNotAvailable;
  unsigned compute_instance = abi::kInstanceNotAvailable;
};

/// The processes on one GPU. Takes milliseconds to read. For one thread.
class NvmlProcesses {
 public:
  /// Reads all lists. `total` is the GPU's memory in bytes. Where the GPU's own lists are refused,
  /// as they are to a container that holds a part of it, `instances` are asked for theirs. Returns
  /// an answer that concerns the whole device (lost, driver gone), or `success`.
  [[nodiscard]] abi::Return read(const NvmlFunctions& nvml, abi::Device device,
                                 std::span<const InstanceHandle> instances,
                                 std::optional<double> total, MonoTime now);

  /// Forgets what was read: the GPU was away.
  void reset();

  /// What was read last, most memory first, one entry a process.
  [[nodiscard]] const std::vector<GpuProcess>& all() const { return processes_; }
  /// Those of them that run in one MIG instance.
  [[nodiscard]] std::vector<GpuProcess> of_instance(unsigned gpu_instance,
                                                    unsigned compute_instance) const;
  /// Why the list is not known; absent where it is.
  [[nodiscard]] std::optional<Absence> absence() const { return absence_; }

 private:
  struct Instance {
    unsigned gpu;
    unsigned compute;
  };
  /// The answer of one list, which is kept until `retry_at` where the driver refused it for good.
  struct Latest {
    abi::Return code = abi::Return::unknown;
    MonoTime retry_at{};
  };
  void read_list(const ProcessListFunctions& functions, GpuProcess::Type type, Latest& latest,
                 abi::Device device, std::optional<double> total, MonoTime now);
  [[nodiscard]] bool read_instances(const NvmlFunctions& nvml,
                                    std::span<const InstanceHandle> instances, MonoTime now);
  void add(const ListedProcess& listed, GpuProcess::Type type);

  std::vector<GpuProcess> processes_;
  std::unordered_map<std::int64_t, Instance> instances_;
  std::optional<Absence> absence_ = Absence::not_ready;
  ProcessUtilization utilization_;
  std::array<Latest, 3> latest_;  ///< compute, graphics, MPS
  MonoTime retry_instances_at_{};
};

}  // namespace mimon::nvidia
