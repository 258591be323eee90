#include "collectors/nvidia/nvml_processes.h"

#include <algorithm>
#include <array>

#include "collectors/nvidia/nvml_return.h"
#include "collectors/nvidia/nvml_row_values.h"

namespace mimon::nvidia {
namespace {

/// Samples older than this are not of now: the first call gives all that the driver kept.
constexpr unsigned long long kWindowUsec = 2'000'000;
constexpr unsigned kMostSamples = 1u << 16;

/// Most memory first, those with unknown memory last.
bool more_memory(const GpuProcess& one, const GpuProcess& other) {
  const double left = one.gpu_memory_used.value_or(-1);
  const double right = other.gpu_memory_used.value_or(-1);
  return left != right ? left > right : one.pid < other.pid;
}

struct KindOfList {
  ProcessListFunctions functions;
  GpuProcess::Type type;
};

/// Compute, graphics, MPS.
std::array<KindOfList, 3> all_lists(const NvmlFunctions& nvml) {
  using Type = GpuProcess::Type;
  return {{
      {{nvml.compute_processes_v1, nvml.compute_processes_v2, nvml.compute_processes_v3},
       Type::compute},
      {{nvml.graphics_processes_v1, nvml.graphics_processes_v2, nvml.graphics_processes_v3},
       Type::graphics},
      {{nvml.mps_processes_v1, nvml.mps_processes_v2, nvml.mps_processes_v3}, Type::compute},
  }};
}

}  // namespace

abi::Return ProcessUtilization::fetch(const NvmlFunctions& nvml, abi::Device device) {
  if (!nvml.process_utilization) return abi::Return::function_not_found;
  unsigned room = std::max<unsigned>(64, static_cast<unsigned>(samples_.capacity()));
  abi::Return code = abi::Return::unknown;
  for (int attempt = 0; attempt < 5; ++attempt) {
    samples_.assign(room, {});
    unsigned count = room;
    code = nvml.process_utilization(device, samples_.data(), &count, last_seen_);
    samples_.resize(std::min(count, room));
    if (code != abi::Return::insufficient_size || room >= kMostSamples) break;
    room = std::min(std::max(count, room) * 3 / 2, kMostSamples);
  }
  return code;
}

std::unordered_map<unsigned, ProcessUtilization::Sum> ProcessUtilization::sum_up() {
  for (const auto& sample : samples_) last_seen_ = std::max(last_seen_, sample.timestamp);
  std::unordered_map<unsigned, Sum> sums;
  for (const auto& sample : samples_) {
    if (sample.timestamp + kWindowUsec < last_seen_) continue;
    Sum& sum = sums[sample.pid];
    if (sample.sm > 100) continue;
    sum.percent += sample.sm;
    ++sum.samples;
  }
  return sums;
}

void ProcessUtilization::fill(const NvmlFunctions& nvml, abi::Device device, MonoTime now,
                              std::vector<GpuProcess>& processes) {
  if (now < retry_at_) return;
  const abi::Return code = fetch(nvml, device);
  if (is_final(code)) retry_at_ = now + NvmlRowValues::kRetryRefused;
  const bool idle = code == abi::Return::not_found;
  if (code != abi::Return::success && !idle) return;
  if (idle) samples_.clear();
  const auto sums = sum_up();
  for (GpuProcess& process : processes) {
    const auto found = sums.find(static_cast<unsigned>(process.pid));
    if (found == sums.end()) {
      process.gpu_utilization = 0;
    } else if (found->second.samples > 0) {
      process.gpu_utilization = found->second.percent / found->second.samples;
    }
  }
}

abi::Return NvmlProcesses::read(const NvmlFunctions& nvml, abi::Device device,
                                std::span<const InstanceHandle> instances,
                                std::optional<double> total, MonoTime now) {
  processes_.clear();
  instances_.clear();
  const auto lists = all_lists(nvml);
  bool any = false;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    Latest& latest = latest_[i];
    read_list(lists[i].functions, lists[i].type, latest, device, total, now);
    if (is_lost(latest.code) || is_driver_gone(latest.code)) return latest.code;
    any = any || latest.code == abi::Return::success;
  }
  any = any || read_instances(nvml, instances, now);
  absence_ = any ? std::nullopt : std::optional(absence_of(latest_.front().code));
  utilization_.fill(nvml, device, now, processes_);
  std::sort(processes_.begin(), processes_.end(), more_memory);
  return abi::Return::success;
}

void NvmlProcesses::read_list(const ProcessListFunctions& functions, GpuProcess::Type type,
                              Latest& latest, abi::Device device, std::optional<double> total,
                              MonoTime now) {
  if (now < latest.retry_at) return;
  const ProcessList list = read_process_list(functions, device, total);
  latest.code = list.code;
  if (is_final(list.code)) latest.retry_at = now + NvmlRowValues::kRetryRefused;
  for (const ListedProcess& process : list.processes) add(process, type);
}

bool NvmlProcesses::read_instances(const NvmlFunctions& nvml,
                                   std::span<const InstanceHandle> instances, MonoTime now) {
  if (instances.empty() || now < retry_instances_at_) return false;
  bool any = false;
  for (const InstanceHandle& instance : instances) {
    for (const KindOfList& kind : all_lists(nvml)) {
      const ProcessList list = read_process_list(kind.functions, instance.handle, std::nullopt);
      any = any || list.code == abi::Return::success;
      for (ListedProcess process : list.processes) {
        process.gpu_instance = instance.gpu_instance;
        process.compute_instance = instance.compute_instance;
        add(process, kind.type);
      }
    }
  }
  if (!any) retry_instances_at_ = now + NvmlRowValues::kRetryRefused;
  return any;
}

void NvmlProcesses::reset() {
  processes_.clear();
  instances_.clear();
  absence_ = Absence::not_ready;
}

void NvmlProcesses::add(const ListedProcess& listed, GpuProcess::Type type) {
  const auto same = std::find_if(processes_.begin(), processes_.end(),
                                 [&](const GpuProcess& p) { return p.pid == listed.pid; });
  if (same == processes_.end()) {
    GpuProcess process;
    process.pid = listed.pid;
    process.type = type;
    process.gpu_memory_used = listed.memory;
    processes_.push_back(std::move(process));
    instances_[listed.pid] = {listed.gpu_instance, listed.compute_instance};
    return;
  }
  if (same->type != type) same->type = GpuProcess::Type::compute_and_graphics;
  // Each list gives the process's whole memory.
  if (listed.memory) {
    same->gpu_memory_used = std::max(same->gpu_memory_used.value_or(0), *listed.memory);
  }
}

std::vector<GpuProcess> NvmlProcesses::of_instance(unsigned gpu_instance,
                                                   unsigned compute_instance) const {
  std::vector<GpuProcess> found;
  for (const GpuProcess& process : processes_) {
    const Instance& instance = instances_.at(process.pid);
    const bool compute =
        instance.compute == compute_instance || instance.compute == abi::kInstanceNotAvailable;
    if (instance.gpu == gpu_instance && compute) found.push_back(process);
  }
  return found;
}

}  // namespace mimon::nvidia
