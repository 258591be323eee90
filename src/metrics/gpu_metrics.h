#pragma once

#include <span>

#include "metrics/metric_spec.h"

/// The metrics that GPUs of every vendor share: one identity each, whatever the source. A vendor's
/// collector says only where a value comes from.
namespace mimon::gpu {

extern const MetricSpec kUtilization, kMemoryUtilization;
extern const MetricSpec kSmActivity, kSmOccupancy, kTensorActivity, kDramActivity, kFp64Activity,
    kFp32Activity, kFp16Activity;
extern const MetricSpec kMemoryUsed, kMemoryTotal, kMemoryFree, kMemoryReserved, kMemoryUsedPercent;
extern const MetricSpec kTemperature, kTemperatureMax, kTemperatureShutdown, kTemperatureMemory;
extern const MetricSpec kPowerUsage, kPowerLimit, kPowerUsagePercent, kEnergy;
extern const MetricSpec kFanSpeed, kFanRpm;
extern const MetricSpec kClockGpu, kClockMemory, kClockSm, kClockVideo, kClockGpuMax,
    kClockMemoryMax, kClockSmMax, kClockVideoMax;
extern const MetricSpec kPcieGeneration, kPcieGenerationMax, kPcieWidth, kPcieWidthMax, kPcieTx,
    kPcieRx, kPcieLimit, kPcieReplays;
extern const MetricSpec kEncoder, kDecoder, kJpeg, kOfa;
extern const MetricSpec kThrottleReasons, kPerformanceState;
extern const MetricSpec kEccCorrected, kEccUncorrected, kEccCorrectedTotal, kEccUncorrectedTotal;
extern const MetricSpec kRemappedCorrectable, kRemappedUncorrectable, kRemapPending, kRemapFailed;
extern const MetricSpec kNvlinkLinks, kNvlinkTx, kNvlinkRx;
extern const MetricSpec kXidLast, kXidCount;

/// All of the above, in the order of the JSON answer.
[[nodiscard]] std::span<const MetricSpec* const> all_metrics();

/// Bits of `kThrottleReasons`, which are NVML's clocks event reasons.
[[nodiscard]] std::span<const Flag> throttle_flags();

}  // namespace mimon::gpu
