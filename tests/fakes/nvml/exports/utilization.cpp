#include "calls.h"
#include "memory_use.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::Memory;
using mimon::nvml_abi::MemoryV2;
using mimon::nvml_abi::Utilization;

namespace {

constexpr unsigned kPeriodUsec = 166'666;

template <typename F>
Return engine(Device device, Group group, unsigned* percent, unsigned* period, F&& value) {
  return on_gpu(device, group, [&](const Target& target) {
    if (percent == nullptr || period == nullptr) return Return::invalid_argument;
    *percent = rounded(value(target));
    *period = kPeriodUsec;
    return Return::success;
  });
}

unsigned long long rest(const MemoryUse& use) {
  const unsigned long long taken = use.reserved + use.used;
  return use.total > taken ? use.total - taken : 0;
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetUtilizationRates, DeviceGetUtilizationRatesFn);
FAKE_NVML_EXPORT(nvmlDeviceGetMemoryInfo, DeviceGetMemoryInfoFn);
FAKE_NVML_EXPORT(nvmlDeviceGetMemoryInfo_v2, DeviceGetMemoryInfoV2Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetEncoderUtilization, DeviceGetEncoderUtilizationFn);
FAKE_NVML_EXPORT(nvmlDeviceGetDecoderUtilization, DeviceGetDecoderUtilizationFn);
FAKE_NVML_EXPORT(nvmlDeviceGetJpgUtilization, DeviceGetJpgUtilizationFn);
FAKE_NVML_EXPORT(nvmlDeviceGetOfaUtilization, DeviceGetOfaUtilizationFn);

extern "C" {

Return nvmlDeviceGetUtilizationRates(Device device, Utilization* rates) {
  return answer(
      device, Group::utilization, rates, [](const Target& target) -> std::optional<Utilization> {
        if (target.gpu.mig_enabled) return std::nullopt;
        const Reading reading = target.reading();
        const Raw& raw = target.gpu.raw;
        return Utilization{raw.utilization.value_or(rounded(reading.utilization)),
                           raw.memory_utilization.value_or(rounded(reading.memory_utilization))};
      });
}

Return nvmlDeviceGetMemoryInfo(Device device, Memory* memory) {
  return on_device(device, Group::memory, [&](const Target& target) {
    if (memory == nullptr) return Return::invalid_argument;
    const auto use = memory_use(target);
    if (!use) return Return::not_supported;
    *memory = {use->total, rest(*use), use->reserved + use->used};
    return Return::success;
  });
}

Return nvmlDeviceGetMemoryInfo_v2(Device device, MemoryV2* memory) {
  return on_device(device, Group::memory, [&](const Target& target) {
    if (memory == nullptr) return Return::invalid_argument;
    if (memory->version != mimon::nvml_abi::kMemoryV2Version) {
      return Return::argument_version_mismatch;
    }
    const auto use = memory_use(target);
    if (!use) return Return::not_supported;
    memory->total = use->total;
    memory->reserved = use->reserved;
    memory->free = rest(*use);
    memory->used = use->used;
    return Return::success;
  });
}

Return nvmlDeviceGetEncoderUtilization(Device device, unsigned* percent, unsigned* period) {
  return engine(device, Group::encoder, percent, period,
                [](const Target& target) { return target.reading().encoder; });
}

Return nvmlDeviceGetDecoderUtilization(Device device, unsigned* percent, unsigned* period) {
  return engine(device, Group::decoder, percent, period,
                [](const Target& target) { return target.reading().decoder; });
}

Return nvmlDeviceGetJpgUtilization(Device device, unsigned* percent, unsigned* period) {
  return engine(device, Group::jpeg, percent, period,
                [](const Target& target) { return target.reading().decoder / 3; });
}

Return nvmlDeviceGetOfaUtilization(Device device, unsigned* percent, unsigned* period) {
  return engine(device, Group::ofa, percent, period, [](const Target&) { return 0.0; });
}

}  // extern "C"
