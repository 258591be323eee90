#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::ComputeMode;
using mimon::nvml_abi::EnableState;
using mimon::nvml_abi::PerformanceState;

FAKE_NVML_EXPORT(nvmlDeviceGetArchitecture, DeviceGetArchitectureFn);
FAKE_NVML_EXPORT(nvmlDeviceGetCudaComputeCapability, DeviceGetCudaComputeCapabilityFn);
FAKE_NVML_EXPORT(nvmlDeviceGetNumGpuCores, DeviceGetNumGpuCoresFn);
FAKE_NVML_EXPORT(nvmlDeviceGetMemoryBusWidth, DeviceGetMemoryBusWidthFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPersistenceMode, DeviceGetPersistenceModeFn);
FAKE_NVML_EXPORT(nvmlDeviceGetComputeMode, DeviceGetComputeModeFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPerformanceState, DeviceGetPerformanceStateFn);

extern "C" {

Return nvmlDeviceGetArchitecture(Device device, unsigned* value) {
  return answer(device, Group::properties, value,
                [](const Target& target) { return unless_zero(target.gpu.card.architecture); });
}

Return nvmlDeviceGetCudaComputeCapability(Device device, int* major, int* minor) {
  return on_gpu(device, Group::properties, [&](const Target& target) {
    if (major == nullptr || minor == nullptr) return Return::invalid_argument;
    *major = target.gpu.card.capability_major;
    *minor = target.gpu.card.capability_minor;
    return Return::success;
  });
}

Return nvmlDeviceGetNumGpuCores(Device device, unsigned* value) {
  return answer(device, Group::properties, value,
                [](const Target& target) { return unless_zero(target.gpu.card.cores); });
}

Return nvmlDeviceGetMemoryBusWidth(Device device, unsigned* value) {
  return answer(device, Group::properties, value,
                [](const Target& target) { return unless_zero(target.gpu.card.bus_width); });
}

Return nvmlDeviceGetPersistenceMode(Device device, EnableState* state) {
  return answer(device, Group::modes, state, [](const Target&) { return EnableState::enabled; });
}

Return nvmlDeviceGetComputeMode(Device device, ComputeMode* mode) {
  return answer(device, Group::modes, mode, [](const Target&) { return ComputeMode::shared; });
}

Return nvmlDeviceGetPerformanceState(Device device, PerformanceState* state) {
  return answer(device, Group::modes, state, [](const Target& target) {
    return target.reading().utilization < 2 ? PerformanceState::p8 : PerformanceState::p0;
  });
}

}  // extern "C"
