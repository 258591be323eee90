#include <cstdlib>
#include <cstring>

#include "calls.h"
#include "pci_text.h"

using namespace mimon::fake_nvml;  // NOLINT

namespace {

Return count_of(unsigned* count) {
  const auto machine = current_machine();
  if (machine == nullptr) return Return::uninitialized;
  if (count == nullptr) return Return::invalid_argument;
  *count = static_cast<unsigned>(machine->scenario().gpus.size());
  return Return::success;
}

Return open_gpu(std::size_t index, Device* device) {
  const Device handle = handle_of(static_cast<unsigned>(index));
  return on_device(handle, Group::handle, [&](const Target&) {
    *device = handle;
    return Return::success;
  });
}

Return by_index(unsigned index, Device* device) {
  const auto machine = current_machine();
  if (machine == nullptr) return Return::uninitialized;
  if (device == nullptr || index >= machine->scenario().gpus.size()) {
    return Return::invalid_argument;
  }
  return open_gpu(index, device);
}

template <typename F>
Return by_text(const char* text, Device* device, F&& matches) {
  const auto machine = current_machine();
  if (machine == nullptr) return Return::uninitialized;
  if (text == nullptr || device == nullptr) return Return::invalid_argument;
  const auto& gpus = machine->scenario().gpus;
  for (std::size_t i = 0; i < gpus.size(); ++i) {
    if (matches(gpus[i])) return open_gpu(i, device);
  }
  return Return::not_found;
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetCount, DeviceGetCountFn);
FAKE_NVML_EXPORT(nvmlDeviceGetCount_v2, DeviceGetCountFn);
FAKE_NVML_EXPORT(nvmlDeviceGetHandleByIndex, DeviceGetHandleByIndexFn);
FAKE_NVML_EXPORT(nvmlDeviceGetHandleByIndex_v2, DeviceGetHandleByIndexFn);
FAKE_NVML_EXPORT(nvmlDeviceGetHandleByUUID, DeviceGetHandleByUuidFn);
FAKE_NVML_EXPORT(nvmlDeviceGetHandleByPciBusId_v2, DeviceGetHandleByPciFn);

extern "C" {

Return nvmlDeviceGetCount(unsigned* count) {
  return count_of(count);
}

Return nvmlDeviceGetCount_v2(unsigned* count) {
  return count_of(count);
}

Return nvmlDeviceGetHandleByIndex(unsigned index, Device* device) {
  return by_index(index, device);
}

Return nvmlDeviceGetHandleByIndex_v2(unsigned index, Device* device) {
  return by_index(index, device);
}

Return nvmlDeviceGetHandleByUUID(const char* uuid, Device* device) {
  return by_text(uuid, device, [&](const Gpu& gpu) { return gpu.uuid == uuid; });
}

Return nvmlDeviceGetHandleByPciBusId_v2(const char* bus_id, Device* device) {
  return by_text(bus_id, device, [&](const Gpu& gpu) {
    return pci_text(gpu, 8) == bus_id || pci_text(gpu, 4) == bus_id;
  });
}

}  // extern "C"
