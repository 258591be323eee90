#include "collectors/nvidia/nvml_mig.h"

#include <algorithm>
#include <utility>

#include "metrics/gpu_derive.h"

namespace mimon::nvidia {
namespace {

/// Seven is the most that a GPU can be split into today.
constexpr unsigned kMostInstances = 64;

/// Says of those among `all` that are `ours` that they run on `instance`.
void place(std::vector<GpuProcess>& all, std::vector<GpuProcess>& ours,
           const std::string& instance) {
  for (GpuProcess& process : ours) {
    process.instance = instance;
    const auto same = std::find_if(all.begin(), all.end(),
                                   [&](const GpuProcess& one) { return one.pid == process.pid; });
    if (same != all.end()) same->instance = instance;
  }
}

}  // namespace

struct MigInstances::Instance {
  DevicePtr device;
  abi::Device handle;
  unsigned gpu_instance;
  unsigned compute_instance;
  std::string uuid;
  MemorySource memory;
  NvmlRowValues rows;
  NvmlActivity activity;
};

MigInstances::MigInstances(NvmlLibraryPtr library, GpuIdentity gpu, const FileTree& files,
                           Logger log)
    : library_(std::move(library)), gpu_(std::move(gpu)), files_(files), log_(std::move(log)) {}

bool MigInstances::enabled(abi::Device gpu, MonoTime now) {
  const NvmlFunctions& nvml = library_->functions();
  if (!nvml.mig_mode || !nvml.mig_count_max || !nvml.mig_by_index || now < retry_at_) return false;
  unsigned current = 0;
  unsigned pending = 0;
  const abi::Return code = nvml.mig_mode(gpu, &current, &pending);
  if (is_final(code)) retry_at_ = now + NvmlRowValues::kRetryRefused;
  return code == abi::Return::success && current == 1;
}

void MigInstances::rescan(abi::Device gpu, MonoTime now) {
  std::vector<InstancePtr> found;
  unsigned most = 0;
  const NvmlFunctions& nvml = library_->functions();
  if (enabled(gpu, now) && nvml.mig_count_max(gpu, &most) == abi::Return::success) {
    for (unsigned index = 0; index < std::min(most, kMostInstances); ++index) {
      abi::Device handle = nullptr;
      if (nvml.mig_by_index(gpu, index, &handle) != abi::Return::success) continue;
      InstancePtr instance = find(handle, index);
      if (!instance) instance = make(handle, index);
      if (instance) found.push_back(std::move(instance));
    }
  }
  instances_ = std::move(found);
}

MigInstances::InstancePtr MigInstances::find(abi::Device handle, unsigned index) const {
  const std::string uuid = read_text(library_->functions().uuid, handle);
  for (const InstancePtr& instance : instances_) {
    if (instance->handle == handle && instance->uuid == uuid &&
        instance->device->index == static_cast<int>(index)) {
      return instance;
    }
  }
  return nullptr;
}

MigInstances::InstancePtr MigInstances::make(abi::Device handle, unsigned index) const {
  const NvmlFunctions& nvml = library_->functions();
  GpuIdentity identity;
  if (read_identity(nvml, handle, index, identity) != abi::Return::success) return nullptr;
  identity.pci_bus_id = gpu_.pci_bus_id;
  unsigned gpu_instance = abi::kInstanceNotAvailable;
  unsigned compute_instance = abi::kInstanceNotAvailable;
  if (nvml.gpu_instance_id) nvml.gpu_instance_id(handle, &gpu_instance);
  if (nvml.compute_instance_id) nvml.compute_instance_id(handle, &compute_instance);
  MemorySource memory(files_);
  Device device = describe_fully(*library_, handle, identity, memory);
  device.parent = "gpu/" + std::to_string(gpu_.index);
  device.id = device.parent + "/mig/" + std::to_string(index);
  NvmlRowValues rows(mig_rows(), device.id, log_);
  return std::make_shared<Instance>(Instance{
      std::make_shared<const Device>(std::move(device)), handle, gpu_instance, compute_instance,
      identity.uuid, std::move(memory), std::move(rows), NvmlActivity(nvml, gpu_instance)});
}

void MigInstances::read_fast(MonoTime now) {
  for (const InstancePtr& instance : instances_) {
    NvmlReader reader(library_->functions(), instance->handle, instance->memory);
    // What concerns the whole GPU, its own calls find out.
    static_cast<void>(instance->rows.read(reader, Tier::fast, now));
  }
}

void MigInstances::read_slow(abi::Device gpu, MonoTime now) {
  for (const InstancePtr& instance : instances_) instance->activity.read(gpu, now);
}

void MigInstances::reset() {
  for (const InstancePtr& instance : instances_) instance->activity.reset();
}

std::vector<InstanceHandle> MigInstances::handles() const {
  std::vector<InstanceHandle> handles;
  handles.reserve(instances_.size());
  for (const InstancePtr& instance : instances_) {
    handles.push_back({instance->handle, instance->gpu_instance, instance->compute_instance});
  }
  return handles;
}

void MigInstances::add_samples(const Tick& tick, const NvmlProcesses& processes,
                               std::vector<DeviceSample>& samples) const {
  for (const InstancePtr& instance : instances_) {
    DeviceSample& sample = samples.emplace_back();
    sample.device = instance->device;
    sample.wall = tick.wall;
    sample.mono = tick.mono;
    instance->rows.write(sample.values);
    instance->activity.write(sample.values);
    gpu::derive(sample.values);
    sample.processes = processes.of_instance(instance->gpu_instance, instance->compute_instance);
    sample.processes_absence = processes.absence();
    place(samples.front().processes, sample.processes, instance->device->id);
  }
}

void MigInstances::add_away(const DeviceSample& parent, Absence why,
                            std::vector<DeviceSample>& samples) const {
  for (const InstancePtr& instance : instances_) {
    DeviceSample sample;
    sample.device = instance->device;
    sample.state = parent.state;
    sample.detail = parent.detail;
    sample.wall = parent.wall;
    sample.mono = parent.mono;
    instance->rows.write_absent(sample.values, why);
    instance->activity.write_absent(sample.values, why);
    sample.processes_absence = why;
    samples.push_back(std::move(sample));
  }
}

}  // namespace mimon::nvidia
