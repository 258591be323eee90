#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::DeviceAttributes;

namespace {

template <typename T, typename F>
Return of_instance(Device device, T* out, F&& value) {
  return on_device(device, Group::mig, [&](const Target& target) {
    if (out == nullptr) return Return::invalid_argument;
    if (target.mig == nullptr) return Return::not_supported;
    *out = value(*target.mig);
    return Return::success;
  });
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetMigMode, DeviceGetMigModeFn);
FAKE_NVML_EXPORT(nvmlDeviceGetMaxMigDeviceCount, DeviceGetMaxMigDeviceCountFn);
FAKE_NVML_EXPORT(nvmlDeviceGetMigDeviceHandleByIndex, DeviceGetMigDeviceHandleByIndexFn);
FAKE_NVML_EXPORT(nvmlDeviceGetDeviceHandleFromMigDeviceHandle,
                 DeviceGetDeviceHandleFromMigDeviceHandleFn);
FAKE_NVML_EXPORT(nvmlDeviceIsMigDeviceHandle, DeviceIsMigDeviceHandleFn);
FAKE_NVML_EXPORT(nvmlDeviceGetGpuInstanceId, DeviceGetGpuInstanceIdFn);
FAKE_NVML_EXPORT(nvmlDeviceGetComputeInstanceId, DeviceGetComputeInstanceIdFn);
FAKE_NVML_EXPORT(nvmlDeviceGetAttributes_v2, DeviceGetAttributesFn);

extern "C" {

Return nvmlDeviceGetMigMode(Device device, unsigned* current, unsigned* pending) {
  return on_gpu(device, Group::mig, [&](const Target& target) {
    if (current == nullptr || pending == nullptr) return Return::invalid_argument;
    if (!target.gpu.card.mig_capable) return Return::not_supported;
    *current = *pending = target.gpu.mig_enabled ? 1 : 0;
    return Return::success;
  });
}

Return nvmlDeviceGetMaxMigDeviceCount(Device device, unsigned* count) {
  return answer(device, Group::mig, count,
                [](const Target& target) { return target.gpu.card.mig_capable ? 7u : 0u; });
}

Return nvmlDeviceGetMigDeviceHandleByIndex(Device device, unsigned index, Device* mig) {
  return on_gpu(device, Group::mig, [&](const Target& target) {
    if (mig == nullptr || index >= 7) return Return::invalid_argument;
    if (!target.gpu.card.mig_capable) return Return::not_supported;
    const auto& instances = target.gpu.mig;
    for (unsigned i = 0; i < instances.size(); ++i) {
      if (instances[i].index != index) continue;
      *mig = handle_of(target.index, i);
      return Return::success;
    }
    return Return::not_found;
  });
}

Return nvmlDeviceGetDeviceHandleFromMigDeviceHandle(Device mig, Device* device) {
  return on_device(mig, Group::mig, [&](const Target& target) {
    if (device == nullptr || target.mig == nullptr) return Return::invalid_argument;
    *device = handle_of(target.index);
    return Return::success;
  });
}

Return nvmlDeviceIsMigDeviceHandle(Device device, unsigned* is_mig) {
  return on_device(device, Group::mig, [&](const Target& target) {
    if (is_mig == nullptr) return Return::invalid_argument;
    *is_mig = target.mig == nullptr ? 0 : 1;
    return Return::success;
  });
}

Return nvmlDeviceGetGpuInstanceId(Device device, unsigned* id) {
  return of_instance(device, id, [](const MigInstance& mig) { return mig.gpu_instance; });
}

Return nvmlDeviceGetComputeInstanceId(Device device, unsigned* id) {
  return of_instance(device, id, [](const MigInstance& mig) { return mig.compute_instance; });
}

Return nvmlDeviceGetAttributes_v2(Device device, DeviceAttributes* attributes) {
  return of_instance(device, attributes, [](const MigInstance& mig) {
    DeviceAttributes result{};
    result.multiprocessor_count = mig.multiprocessors;
    result.shared_copy_engine_count = mig.gpu_slices;
    result.shared_decoder_count = mig.gpu_slices;
    result.gpu_instance_slice_count = mig.gpu_slices;
    result.compute_instance_slice_count = mig.compute_slices;
    result.memory_size_mib = mig.memory_mib;
    return result;
  });
}

}  // extern "C"
