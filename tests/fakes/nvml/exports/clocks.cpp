#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::ClockType;

namespace {

std::optional<unsigned> clock_now(const Target& target, ClockType type) {
  const Reading reading = target.reading();
  const Card& card = target.gpu.card;
  switch (type) {
    case ClockType::graphics:
    case ClockType::sm:
      return target.gpu.raw.clock.value_or(rounded(reading.clock));
    case ClockType::mem:
      return rounded(reading.clock_memory);
    case ClockType::video:
      return unless_zero(rounded(reading.clock * card.clock_video_max / card.clock_max));
  }
  return std::nullopt;
}

std::optional<unsigned> clock_max(const Card& card, ClockType type) {
  switch (type) {
    case ClockType::graphics:
    case ClockType::sm:
      return unless_zero(card.clock_max);
    case ClockType::mem:
      return unless_zero(card.clock_memory_max);
    case ClockType::video:
      return unless_zero(card.clock_video_max);
  }
  return std::nullopt;
}

bool is_clock(ClockType type) {
  return type >= ClockType::graphics && type <= ClockType::video;
}

Return throttle(Device device, unsigned long long* reasons) {
  return answer(device, Group::throttle, reasons,
                [](const Target& target) { return target.reading().throttle; });
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetClockInfo, DeviceGetClockInfoFn);
FAKE_NVML_EXPORT(nvmlDeviceGetMaxClockInfo, DeviceGetMaxClockInfoFn);
FAKE_NVML_EXPORT(nvmlDeviceGetCurrentClocksThrottleReasons,
                 DeviceGetCurrentClocksThrottleReasonsFn);
FAKE_NVML_EXPORT(nvmlDeviceGetCurrentClocksEventReasons, DeviceGetCurrentClocksEventReasonsFn);

extern "C" {

Return nvmlDeviceGetClockInfo(Device device, ClockType type, unsigned* mhz) {
  if (!is_clock(type)) return Return::invalid_argument;
  return answer(device, Group::clocks, mhz,
                [&](const Target& target) { return clock_now(target, type); });
}

Return nvmlDeviceGetMaxClockInfo(Device device, ClockType type, unsigned* mhz) {
  if (!is_clock(type)) return Return::invalid_argument;
  return answer(device, Group::clocks, mhz,
                [&](const Target& target) { return clock_max(target.gpu.card, type); });
}

Return nvmlDeviceGetCurrentClocksThrottleReasons(Device device, unsigned long long* reasons) {
  return throttle(device, reasons);
}

Return nvmlDeviceGetCurrentClocksEventReasons(Device device, unsigned long long* reasons) {
  return throttle(device, reasons);
}

}  // extern "C"
