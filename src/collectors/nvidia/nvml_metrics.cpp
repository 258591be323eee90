#include "collectors/nvidia/nvml_metrics.h"

#include <algorithm>

#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

constexpr double kMilli = 1e-3;
constexpr double kHighestPercent = 100;
/// Some cards run a fan faster than its nominal speed.
constexpr double kHighestFan = 200;
constexpr double kLowestTemperature = -50;
constexpr double kHighestTemperature = 200;
constexpr double kHighestPower = 100e3;
constexpr double kHighestClock = 100e3;
constexpr double kHighestGeneration = 16;
constexpr double kHighestWidth = 64;

template <abi::ClockType kType>
Answer clock(NvmlReader& r) {
  return ask(1, r.nvml.clock, r.device, kType);
}

template <abi::ClockType kType>
Answer clock_max(NvmlReader& r) {
  return ask(1, r.nvml.clock_max, r.device, kType);
}

template <abi::TemperatureThreshold kThreshold>
Answer threshold(NvmlReader& r) {
  return ask(1, r.nvml.temperature_threshold, r.device, kThreshold);
}

template <abi::MemoryErrorType kError, abi::EccCounterType kCounter>
Answer ecc(NvmlReader& r) {
  return ask_long(1, r.nvml.ecc_errors, r.device, kError, kCounter);
}

template <double MemoryReading::* kPart>
Answer memory(NvmlReader& r) {
  const MemoryReading& reading = r.memory();
  return {reading.code, reading.*kPart};
}

Answer memory_reserved(NvmlReader& r) {
  const MemoryReading& reading = r.memory();
  const bool missing = reading.code == abi::Return::success && !reading.has_reserved;
  return {missing ? abi::Return::not_supported : reading.code, reading.reserved};
}

template <unsigned RemappedRows::* kPart>
Answer remapped(NvmlReader& r) {
  const RemappedRows& rows = r.remapped_rows();
  return {rows.code, static_cast<double>(rows.*kPart)};
}

template <abi::DeviceEngineUtilizationFn NvmlFunctions::* kEngine>
Answer engine(NvmlReader& r) {
  const auto function = r.nvml.*kEngine;
  if (!function) return {abi::Return::function_not_found};
  unsigned percent = 0;
  unsigned period = 0;
  const abi::Return code = function(r.device, &percent, &period);
  return {code, static_cast<double>(percent)};
}

template <abi::DeviceUintFn NvmlFunctions::* kFunction>
Answer plain(NvmlReader& r) {
  return ask(1, r.nvml.*kFunction, r.device);
}

template <abi::DeviceUintFn NvmlFunctions::* kFunction>
Answer milli(NvmlReader& r) {
  return ask(kMilli, r.nvml.*kFunction, r.device);
}

Answer temperature(NvmlReader& r) {
  const Answer answer = ask(1, r.nvml.temperature, r.device, abi::TemperatureSensor::gpu);
  if (answer.code == abi::Return::success || !r.nvml.temperature_v) return answer;
  if (!is_final(answer.code)) return answer;
  abi::TemperatureV1 reading{abi::kTemperatureV1Version, abi::TemperatureSensor::gpu, 0};
  const abi::Return code = r.nvml.temperature_v(r.device, &reading);
  return {code, static_cast<double>(reading.temperature)};
}

Answer temperature_memory(NvmlReader& r) {
  if (!r.nvml.field_values) return {abi::Return::function_not_found};
  abi::FieldValue field{};
  field.field_id = abi::kFieldMemoryTemperature;
  const abi::Return code = r.nvml.field_values(r.device, 1, &field);
  if (code != abi::Return::success) return {code};
  return {field.result, static_cast<double>(field.value.unsigned_int)};
}

Answer power_limit(NvmlReader& r) {
  const Answer enforced = milli<&NvmlFunctions::power_limit_enforced>(r);
  return is_final(enforced.code) ? milli<&NvmlFunctions::power_limit>(r) : enforced;
}

/// The fastest fan; the call without a number gives the first one only.
Answer fan_speed(NvmlReader& r) {
  unsigned count = 0;
  if (!r.nvml.fan_count || !r.nvml.fan_speed_of ||
      r.nvml.fan_count(r.device, &count) != abi::Return::success) {
    return plain<&NvmlFunctions::fan_speed>(r);
  }
  if (count == 0) return {abi::Return::not_supported};
  Answer highest{abi::Return::unknown};
  for (unsigned fan = 0; fan < std::min(count, 16u); ++fan) {
    const Answer one = ask(1, r.nvml.fan_speed_of, r.device, fan);
    const bool better = one.code == abi::Return::success &&
                        (highest.code != abi::Return::success || one.value > highest.value);
    if (fan == 0 || better) highest = one;
  }
  return highest;
}

Answer fan_rpm(NvmlReader& r) {
  if (!r.nvml.fan_rpm) return {abi::Return::function_not_found};
  abi::FanSpeedInfo info{abi::kFanSpeedInfoVersion, 0, 0};
  const abi::Return code = r.nvml.fan_rpm(r.device, &info);
  return {code, static_cast<double>(info.speed)};
}

Answer performance_state(NvmlReader& r) {
  if (!r.nvml.performance_state) return {abi::Return::function_not_found};
  abi::PerformanceState state = abi::PerformanceState::unknown;
  const abi::Return code = r.nvml.performance_state(r.device, &state);
  if (code == abi::Return::success && state == abi::PerformanceState::unknown) {
    return {abi::Return::not_supported};
  }
  return {code, static_cast<double>(state)};
}

/// Links that are up. Links may be missing at any number, on boards that use a part of them.
Answer nvlink_links(NvmlReader& r) {
  if (!r.nvml.nvlink_state) return {abi::Return::function_not_found};
  Answer links{abi::Return::unknown, 0};
  for (unsigned link = 0; link < abi::kMaxNvlinks; ++link) {
    auto state = abi::EnableState::disabled;
    const abi::Return code = r.nvml.nvlink_state(r.device, link, &state);
    if (link == 0 || code == abi::Return::success) links.code = code;
    if (is_lost(code)) return {code};
    if (code == abi::Return::success && state == abi::EnableState::enabled) ++links.value;
  }
  return links;
}

constexpr NvmlRow kRows[] = {
    {&gpu::kUtilization, Tier::fast,
     [](NvmlReader& r) -> Answer {
       return {r.utilization().code, static_cast<double>(r.utilization().rates.gpu)};
     },
     0, kHighestPercent},
    {&gpu::kMemoryUtilization, Tier::fast,
     [](NvmlReader& r) -> Answer {
       return {r.utilization().code, static_cast<double>(r.utilization().rates.memory)};
     },
     0, kHighestPercent},
    {&gpu::kMemoryUsed, Tier::fast, memory<&MemoryReading::used>},
    {&gpu::kMemoryTotal, Tier::fast, memory<&MemoryReading::total>},
    {&gpu::kMemoryFree, Tier::fast, memory<&MemoryReading::free>},
    {&gpu::kMemoryReserved, Tier::fast, memory_reserved},
    {&gpu::kTemperature, Tier::fast, temperature, kLowestTemperature, kHighestTemperature},
    {&gpu::kTemperatureMax, Tier::limit, threshold<abi::TemperatureThreshold::slowdown>, 1,
     kHighestTemperature},
    {&gpu::kTemperatureShutdown, Tier::limit, threshold<abi::TemperatureThreshold::shutdown>, 1,
     kHighestTemperature},
    {&gpu::kTemperatureMemory, Tier::slow, temperature_memory, 1, kHighestTemperature},
    {&gpu::kPowerUsage, Tier::fast, milli<&NvmlFunctions::power_usage>, 0, kHighestPower},
    {&gpu::kPowerLimit, Tier::limit, power_limit, 0, kHighestPower},
    {&gpu::kEnergy, Tier::slow,
     [](NvmlReader& r) { return ask_long(kMilli, r.nvml.energy, r.device); }},
    {&gpu::kFanSpeed, Tier::slow, fan_speed, 0, kHighestFan},
    {&gpu::kFanRpm, Tier::slow, fan_rpm, 0, 100e3},
    {&gpu::kClockGpu, Tier::fast, clock<abi::ClockType::graphics>, 0, kHighestClock},
    {&gpu::kClockMemory, Tier::fast, clock<abi::ClockType::mem>, 0, kHighestClock},
    {&gpu::kClockSm, Tier::fast, clock<abi::ClockType::sm>, 0, kHighestClock},
    {&gpu::kClockVideo, Tier::fast, clock<abi::ClockType::video>, 0, kHighestClock},
    {&gpu::kClockGpuMax, Tier::limit, clock_max<abi::ClockType::graphics>, 1, kHighestClock},
    {&gpu::kClockMemoryMax, Tier::limit, clock_max<abi::ClockType::mem>, 1, kHighestClock},
    {&gpu::kClockSmMax, Tier::limit, clock_max<abi::ClockType::sm>, 1, kHighestClock},
    {&gpu::kClockVideoMax, Tier::limit, clock_max<abi::ClockType::video>, 1, kHighestClock},
    {&gpu::kPcieGeneration, Tier::fast, plain<&NvmlFunctions::pcie_generation>, 1,
     kHighestGeneration},
    {&gpu::kPcieGenerationMax, Tier::limit, plain<&NvmlFunctions::pcie_generation_max>, 1,
     kHighestGeneration},
    {&gpu::kPcieWidth, Tier::fast, plain<&NvmlFunctions::pcie_width>, 1, kHighestWidth},
    {&gpu::kPcieWidthMax, Tier::limit, plain<&NvmlFunctions::pcie_width_max>, 1, kHighestWidth},
    {&gpu::kPcieReplays, Tier::slow, plain<&NvmlFunctions::pcie_replays>},
    {&gpu::kEncoder, Tier::fast, engine<&NvmlFunctions::encoder>, 0, kHighestPercent},
    {&gpu::kDecoder, Tier::fast, engine<&NvmlFunctions::decoder>, 0, kHighestPercent},
    {&gpu::kJpeg, Tier::slow, engine<&NvmlFunctions::jpeg>, 0, kHighestPercent},
    {&gpu::kOfa, Tier::slow, engine<&NvmlFunctions::ofa>, 0, kHighestPercent},
    {&gpu::kThrottleReasons, Tier::fast,
     [](NvmlReader& r) { return ask_long(1, r.nvml.throttle_reasons, r.device); }},
    {&gpu::kPerformanceState, Tier::fast, performance_state, 0, 15},
    {&gpu::kEccCorrected, Tier::slow,
     ecc<abi::MemoryErrorType::corrected, abi::EccCounterType::volatile_count>},
    {&gpu::kEccUncorrected, Tier::slow,
     ecc<abi::MemoryErrorType::uncorrected, abi::EccCounterType::volatile_count>},
    {&gpu::kEccCorrectedTotal, Tier::slow,
     ecc<abi::MemoryErrorType::corrected, abi::EccCounterType::aggregate_count>},
    {&gpu::kEccUncorrectedTotal, Tier::slow,
     ecc<abi::MemoryErrorType::uncorrected, abi::EccCounterType::aggregate_count>},
    {&gpu::kRemappedCorrectable, Tier::slow, remapped<&RemappedRows::correctable>},
    {&gpu::kRemappedUncorrectable, Tier::slow, remapped<&RemappedRows::uncorrectable>},
    {&gpu::kRemapPending, Tier::slow, remapped<&RemappedRows::pending>, 0, 1},
    {&gpu::kRemapFailed, Tier::slow, remapped<&RemappedRows::failed>, 0, 1},
    {&gpu::kNvlinkLinks, Tier::slow, nvlink_links},
};

constexpr NvmlRow kMigRows[] = {
    {&gpu::kMemoryUsed, Tier::fast, memory<&MemoryReading::used>},
    {&gpu::kMemoryTotal, Tier::fast, memory<&MemoryReading::total>},
    {&gpu::kMemoryFree, Tier::fast, memory<&MemoryReading::free>},
    {&gpu::kMemoryReserved, Tier::fast, memory_reserved},
};

}  // namespace

std::span<const NvmlRow> nvml_rows() {
  return kRows;
}

std::span<const NvmlRow> mig_rows() {
  return kMigRows;
}

}  // namespace mimon::nvidia
