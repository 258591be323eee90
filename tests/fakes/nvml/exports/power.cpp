#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT

namespace {

constexpr double kEarlierEnergyMj = 4.2e12;  // the driver has been loaded for a while

std::optional<unsigned> limit_mw(const Target& target) {
  return unless_zero(rounded(target.gpu.card.power_limit_w * 1000));
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetPowerUsage, DeviceGetPowerUsageFn);
FAKE_NVML_EXPORT(nvmlDeviceGetEnforcedPowerLimit, DeviceGetEnforcedPowerLimitFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPowerManagementLimit, DeviceGetPowerManagementLimitFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPowerManagementDefaultLimit, DeviceGetPowerManagementDefaultLimitFn);
FAKE_NVML_EXPORT(nvmlDeviceGetPowerManagementLimitConstraints,
                 DeviceGetPowerManagementLimitConstraintsFn);
FAKE_NVML_EXPORT(nvmlDeviceGetTotalEnergyConsumption, DeviceGetTotalEnergyConsumptionFn);

extern "C" {

Return nvmlDeviceGetPowerUsage(Device device, unsigned* milliwatts) {
  return answer(device, Group::power, milliwatts, [](const Target& target) {
    return target.gpu.raw.power_mw.value_or(rounded(target.reading().power_w * 1000));
  });
}

Return nvmlDeviceGetEnforcedPowerLimit(Device device, unsigned* milliwatts) {
  return answer(device, Group::power_limit, milliwatts, limit_mw);
}

Return nvmlDeviceGetPowerManagementLimit(Device device, unsigned* milliwatts) {
  return answer(device, Group::power_limit, milliwatts, limit_mw);
}

Return nvmlDeviceGetPowerManagementDefaultLimit(Device device, unsigned* milliwatts) {
  return answer(device, Group::power_limit, milliwatts, limit_mw);
}

Return nvmlDeviceGetPowerManagementLimitConstraints(Device device, unsigned* min, unsigned* max) {
  return on_gpu(device, Group::power_limit, [&](const Target& target) {
    if (min == nullptr || max == nullptr) return Return::invalid_argument;
    if (target.gpu.card.power_max_w <= 0) return Return::not_supported;
    *min = rounded(target.gpu.card.power_min_w * 1000);
    *max = rounded(target.gpu.card.power_max_w * 1000);
    return Return::success;
  });
}

Return nvmlDeviceGetTotalEnergyConsumption(Device device, unsigned long long* millijoules) {
  return answer(device, Group::energy, millijoules, [](const Target& target) {
    return static_cast<unsigned long long>(kEarlierEnergyMj + target.totals().energy_mj);
  });
}

}  // extern "C"
