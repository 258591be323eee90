#include <algorithm>
#include <cstring>
#include <vector>

#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
namespace abi = mimon::nvml_abi;
using abi::ProcessInfoV1;
using abi::ProcessInfoV2;

namespace {

bool belongs(const Process& process, ProcessKind kind, const MigInstance* mig) {
  if (process.kind != kind) return false;
  return mig == nullptr || (process.gpu_instance == mig->gpu_instance &&
                            process.compute_instance == mig->compute_instance);
}

std::vector<ProcessInfoV2> listed(const Target& target, ProcessKind kind) {
  std::vector<ProcessInfoV2> list;
  for (const Process& process : target.gpu.processes) {
    if (!belongs(process, kind, target.mig)) continue;
    list.push_back(
        {process.pid, process.memory_bytes, process.gpu_instance, process.compute_instance});
  }
  return list;
}

// Entries `stride` bytes apart, cut off where the caller's room ends: a real driver writes on.
void copy_apart(const std::vector<ProcessInfoV2>& list, std::size_t stride, unsigned room,
                ProcessInfoV2* out) {
  std::vector<unsigned char> bytes(list.size() * std::max(stride, sizeof(ProcessInfoV2)));
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::memcpy(&bytes[i * stride], &list[i], sizeof list[i]);
  }
  std::memcpy(out, bytes.data(), std::min(bytes.size(), room * sizeof(ProcessInfoV2)));
}

template <typename Entry, typename F>
Return list_processes(Device device, ProcessKind kind, unsigned* count, Entry* out, F&& copy) {
  const auto list = [&](const Target& target) {
    if (count == nullptr) return Return::invalid_argument;
    const std::vector<ProcessInfoV2> found = listed(target, kind);
    const unsigned room = out == nullptr ? 0 : *count;
    *count = static_cast<unsigned>(found.size());
    if (room < found.size()) return Return::insufficient_size;
    if (!found.empty()) copy(target, found, room, out);
    return Return::success;
  };
  return on_device(device, is_mig_instance(device) ? Group::instance_processes : Group::processes,
                   list);
}

Return list_v1(Device device, ProcessKind kind, unsigned* count, ProcessInfoV1* out) {
  return list_processes(device, kind, count, out,
                        [](const Target&, const std::vector<ProcessInfoV2>& list, unsigned /*room*/,
                           ProcessInfoV1* entries) {
                          for (const ProcessInfoV2& process : list) {
                            *entries++ = {process.pid, process.used_gpu_memory};
                          }
                        });
}

Return list_v2(Device device, ProcessKind kind, unsigned* count, ProcessInfoV2* out) {
  return list_processes(device, kind, count, out,
                        [](const Target&, const std::vector<ProcessInfoV2>& list, unsigned /*room*/,
                           ProcessInfoV2* entries) { std::ranges::copy(list, entries); });
}

// Driver 535 once spread the entries of this version without telling.
Return list_v3(Device device, ProcessKind kind, unsigned* count, ProcessInfoV2* out) {
  return list_processes(device, kind, count, out,
                        [](const Target& target, const std::vector<ProcessInfoV2>& list,
                           unsigned room, ProcessInfoV2* entries) {
                          copy_apart(list, target.driver().process_stride, room, entries);
                        });
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetComputeRunningProcesses, DeviceGetRunningProcessesV1Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetComputeRunningProcesses_v2, DeviceGetRunningProcessesV2Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetComputeRunningProcesses_v3, DeviceGetRunningProcessesV2Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetGraphicsRunningProcesses, DeviceGetRunningProcessesV1Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetGraphicsRunningProcesses_v2, DeviceGetRunningProcessesV2Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetGraphicsRunningProcesses_v3, DeviceGetRunningProcessesV2Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetMPSComputeRunningProcesses, DeviceGetRunningProcessesV1Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetMPSComputeRunningProcesses_v2, DeviceGetRunningProcessesV2Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetMPSComputeRunningProcesses_v3, DeviceGetRunningProcessesV2Fn);

extern "C" {

Return nvmlDeviceGetComputeRunningProcesses(Device device, unsigned* count, ProcessInfoV1* out) {
  return list_v1(device, ProcessKind::compute, count, out);
}

Return nvmlDeviceGetComputeRunningProcesses_v2(Device device, unsigned* count, ProcessInfoV2* out) {
  return list_v2(device, ProcessKind::compute, count, out);
}

Return nvmlDeviceGetComputeRunningProcesses_v3(Device device, unsigned* count, ProcessInfoV2* out) {
  return list_v3(device, ProcessKind::compute, count, out);
}

Return nvmlDeviceGetGraphicsRunningProcesses(Device device, unsigned* count, ProcessInfoV1* out) {
  return list_v1(device, ProcessKind::graphics, count, out);
}

Return nvmlDeviceGetGraphicsRunningProcesses_v2(Device device, unsigned* count,
                                                ProcessInfoV2* out) {
  return list_v2(device, ProcessKind::graphics, count, out);
}

Return nvmlDeviceGetGraphicsRunningProcesses_v3(Device device, unsigned* count,
                                                ProcessInfoV2* out) {
  return list_v3(device, ProcessKind::graphics, count, out);
}

Return nvmlDeviceGetMPSComputeRunningProcesses(Device device, unsigned* count, ProcessInfoV1* out) {
  return list_v1(device, ProcessKind::mps, count, out);
}

Return nvmlDeviceGetMPSComputeRunningProcesses_v2(Device device, unsigned* count,
                                                  ProcessInfoV2* out) {
  return list_v2(device, ProcessKind::mps, count, out);
}

Return nvmlDeviceGetMPSComputeRunningProcesses_v3(Device device, unsigned* count,
                                                  ProcessInfoV2* out) {
  return list_v3(device, ProcessKind::mps, count, out);
}

}  // extern "C"
