#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::FanSpeedInfo;
using mimon::nvml_abi::TemperatureSensor;
using mimon::nvml_abi::TemperatureThreshold;
using mimon::nvml_abi::TemperatureV1;

namespace {

unsigned temperature(const Target& target) {
  return target.gpu.raw.temperature.value_or(rounded(target.reading().temperature));
}

unsigned fan_percent(const Target& target) {
  return target.gpu.raw.fan.value_or(rounded(target.reading().fan));
}

unsigned threshold_of(const Card& card, TemperatureThreshold threshold) {
  switch (threshold) {
    case TemperatureThreshold::shutdown:
      return card.temperature_shutdown;
    case TemperatureThreshold::slowdown:
      return card.temperature_slowdown;
    case TemperatureThreshold::mem_max:
      return card.temperature_memory_max;
    case TemperatureThreshold::gpu_max:
      return card.temperature_gpu_max;
  }
  return 0;
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetTemperature, DeviceGetTemperatureFn);
FAKE_NVML_EXPORT(nvmlDeviceGetTemperatureV, DeviceGetTemperatureVFn);
FAKE_NVML_EXPORT(nvmlDeviceGetTemperatureThreshold, DeviceGetTemperatureThresholdFn);
FAKE_NVML_EXPORT(nvmlDeviceGetFanSpeed, DeviceGetFanSpeedFn);
FAKE_NVML_EXPORT(nvmlDeviceGetFanSpeed_v2, DeviceGetFanSpeedV2Fn);
FAKE_NVML_EXPORT(nvmlDeviceGetNumFans, DeviceGetNumFansFn);
FAKE_NVML_EXPORT(nvmlDeviceGetFanSpeedRPM, DeviceGetFanSpeedRpmFn);

extern "C" {

Return nvmlDeviceGetTemperature(Device device, TemperatureSensor sensor, unsigned* celsius) {
  if (sensor != TemperatureSensor::gpu) return Return::invalid_argument;
  return answer(device, Group::temperature, celsius, temperature);
}

Return nvmlDeviceGetTemperatureV(Device device, TemperatureV1* reading) {
  return on_gpu(device, Group::temperature, [&](const Target& target) {
    if (reading == nullptr) return Return::invalid_argument;
    if (reading->version != mimon::nvml_abi::kTemperatureV1Version) {
      return Return::argument_version_mismatch;
    }
    if (reading->sensor != TemperatureSensor::gpu) return Return::invalid_argument;
    reading->temperature = static_cast<int>(temperature(target));
    return Return::success;
  });
}

Return nvmlDeviceGetTemperatureThreshold(Device device, TemperatureThreshold threshold,
                                         unsigned* celsius) {
  return answer(device, Group::temperature_limits, celsius, [&](const Target& target) {
    return unless_zero(threshold_of(target.gpu.card, threshold));
  });
}

Return nvmlDeviceGetFanSpeed(Device device, unsigned* percent) {
  return answer(device, Group::fan, percent, [](const Target& target) -> std::optional<unsigned> {
    if (target.gpu.card.fans == 0) return std::nullopt;
    return fan_percent(target);
  });
}

Return nvmlDeviceGetFanSpeed_v2(Device device, unsigned fan, unsigned* percent) {
  return on_gpu(device, Group::fan, [&](const Target& target) {
    if (target.gpu.card.fans == 0) return Return::not_supported;
    if (percent == nullptr || fan >= target.gpu.card.fans) return Return::invalid_argument;
    *percent = fan_percent(target);
    return Return::success;
  });
}

Return nvmlDeviceGetNumFans(Device device, unsigned* count) {
  return answer(device, Group::fan, count,
                [](const Target& target) { return target.gpu.card.fans; });
}

Return nvmlDeviceGetFanSpeedRPM(Device device, FanSpeedInfo* reading) {
  return on_gpu(device, Group::fan_rpm, [&](const Target& target) {
    if (reading == nullptr) return Return::invalid_argument;
    if (reading->version != mimon::nvml_abi::kFanSpeedInfoVersion) {
      return Return::argument_version_mismatch;
    }
    if (target.gpu.card.fans == 0) return Return::not_supported;
    if (reading->fan >= target.gpu.card.fans) return Return::invalid_argument;
    reading->speed = rounded(target.reading().fan * 33) + reading->fan * 7;
    return Return::success;
  });
}

}  // extern "C"
