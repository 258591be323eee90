#include <cstring>

#include "calls.h"
#include "pci_text.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::PciInfo;
using mimon::nvml_abi::PciInfoV1;

namespace {

Return optional_text(const std::string& text, char* buffer, unsigned length) {
  return text.empty() ? Return::not_supported : copy_text(text, buffer, length);
}

template <typename T>
void fill_numbers(const Gpu& gpu, T& pci) {
  pci.domain = gpu.pci_domain;
  pci.bus = gpu.pci_bus;
  pci.pci_device_id = gpu.card.pci_device_id << 16 | 0x10de;
  pci.pci_sub_system_id = 0x16c1u << 16 | 0x10de;
}

Return old_pci(Device device, PciInfoV1* pci) {
  return answer(device, Group::identity, pci, [](const Target& target) {
    PciInfoV1 info{};
    fill_numbers(target.gpu, info);
    std::strcpy(info.bus_id, pci_text(target.gpu, 4).c_str());
    return info;
  });
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetName, DeviceGetNameFn);
FAKE_NVML_EXPORT(nvmlDeviceGetUUID, DeviceGetUuidFn);
FAKE_NVML_EXPORT(nvmlDeviceGetSerial, DeviceGetSerialFn);
FAKE_NVML_EXPORT(nvmlDeviceGetVbiosVersion, DeviceGetVbiosVersionFn);
FAKE_NVML_EXPORT(nvmlDeviceGetIndex, DeviceGetIndexFn);
FAKE_NVML_EXPORT(nvmlDeviceGetMinorNumber, DeviceGetMinorNumberFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPciInfo, DeviceGetPciInfoV1Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetPciInfo_v2, DeviceGetPciInfoV1Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetPciInfo_v3, DeviceGetPciInfoFn);

extern "C" {

Return nvmlDeviceGetName(Device device, char* text, unsigned length) {
  return on_device(device, Group::identity, [&](const Target& target) {
    const MigInstance* mig = target.mig;
    return copy_text(mig == nullptr ? target.gpu.card.name : mig->name, text, length);
  });
}

Return nvmlDeviceGetUUID(Device device, char* text, unsigned length) {
  return on_device(device, Group::identity, [&](const Target& target) {
    const MigInstance* mig = target.mig;
    return copy_text(mig == nullptr ? target.gpu.uuid : mig->uuid, text, length);
  });
}

Return nvmlDeviceGetSerial(Device device, char* text, unsigned length) {
  return on_gpu(device, Group::serial, [&](const Target& target) {
    return optional_text(target.gpu.card.serial, text, length);
  });
}

Return nvmlDeviceGetVbiosVersion(Device device, char* text, unsigned length) {
  return on_gpu(device, Group::vbios, [&](const Target& target) {
    return optional_text(target.gpu.card.vbios, text, length);
  });
}

Return nvmlDeviceGetIndex(Device device, unsigned* value) {
  return answer(device, Group::identity, value, [](const Target& target) { return target.index; });
}

Return nvmlDeviceGetMinorNumber(Device device, unsigned* value) {
  return answer(device, Group::identity, value, [](const Target& target) { return target.index; });
}

Return nvmlDeviceGetPciInfo(Device device, PciInfoV1* pci) {
  return old_pci(device, pci);
}

Return nvmlDeviceGetPciInfo_v2(Device device, PciInfoV1* pci) {
  return old_pci(device, pci);
}

Return nvmlDeviceGetPciInfo_v3(Device device, PciInfo* pci) {
  return answer(device, Group::identity, pci, [](const Target& target) {
    PciInfo info{};
    fill_numbers(target.gpu, info);
    std::strcpy(info.bus_id_legacy, pci_text(target.gpu, 4).c_str());
    std::strcpy(info.bus_id, pci_text(target.gpu, 8).c_str());
    return info;
  });
}

}  // extern "C"
