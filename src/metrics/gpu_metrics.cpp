#include "metrics/gpu_metrics.h"

#include <array>
#include <cstdint>

namespace mimon::gpu {
namespace {

constexpr Flag kThrottleFlags[] = {
    {0x1, "gpu_idle", "Nothing runs."},
    {0x2, "applications_clocks", "Held to the clocks that were set for applications."},
    {0x4, "sw_power_cap", "Held to the power limit."},
    {0x8, "hw_slowdown", "Slowed by the hardware: too hot, or not enough power."},
    {0x10, "sync_boost", "Kept at the pace of the other GPUs of its group."},
    {0x20, "sw_thermal_slowdown", "Slowed by the driver: near its highest temperature."},
    {0x40, "hw_thermal_slowdown", "Slowed by the hardware: too hot."},
    {0x80, "hw_power_brake_slowdown", "Slowed by the machine's power supply."},
    {0x100, "display_clock_setting", "Held to the clocks that the display needs."},
};

}  // namespace

const MetricSpec kUtilization{.id = "utilization",
                              .device = DeviceKind::gpu,
                              .path = "utilization.gpu",
                              .unit = Unit::percent,
                              .help = "Time in which at least one kernel ran.",
                              .levels = {.warning = 80, .critical = 100}};
const MetricSpec kMemoryUtilization{.id = "utilization.memory",
                                    .device = DeviceKind::gpu,
                                    .path = "utilization.memory",
                                    .unit = Unit::percent,
                                    .help = "Time in which the GPU's memory was read or written."};
const MetricSpec kSmActivity{
    .id = "activity.sm",
    .device = DeviceKind::gpu,
    .path = "activity.sm",
    .unit = Unit::percent,
    .help = "Share of the multiprocessors that had work, averaged over time (GPM).",
    .decimals = 1};
const MetricSpec kSmOccupancy{
    .id = "activity.sm_occupancy",
    .device = DeviceKind::gpu,
    .path = "activity.sm_occupancy",
    .unit = Unit::percent,
    .help = "Warps resident on the multiprocessors, of the most there can be (GPM).",
    .decimals = 1};
const MetricSpec kTensorActivity{.id = "activity.tensor",
                                 .device = DeviceKind::gpu,
                                 .path = "activity.tensor",
                                 .unit = Unit::percent,
                                 .help = "Time in which the tensor cores were busy (GPM).",
                                 .decimals = 1};
const MetricSpec kDramActivity{.id = "activity.dram",
                               .device = DeviceKind::gpu,
                               .path = "activity.dram",
                               .unit = Unit::percent,
                               .help = "Share of the memory bandwidth in use (GPM).",
                               .decimals = 1};
const MetricSpec kFp64Activity{.id = "activity.fp64",
                               .device = DeviceKind::gpu,
                               .path = "activity.fp64",
                               .unit = Unit::percent,
                               .help = "Time in which the FP64 pipes were busy (GPM).",
                               .decimals = 1};
const MetricSpec kFp32Activity{.id = "activity.fp32",
                               .device = DeviceKind::gpu,
                               .path = "activity.fp32",
                               .unit = Unit::percent,
                               .help = "Time in which the FP32 pipes were busy (GPM).",
                               .decimals = 1};
const MetricSpec kFp16Activity{.id = "activity.fp16",
                               .device = DeviceKind::gpu,
                               .path = "activity.fp16",
                               .unit = Unit::percent,
                               .help = "Time in which the FP16 pipes were busy (GPM).",
                               .decimals = 1};
const MetricSpec kMemoryUsed{.id = "memory.used",
                             .device = DeviceKind::gpu,
                             .path = "memory.used",
                             .unit = Unit::bytes,
                             .help = "GPU memory in use.",
                             .scaled = Scaled::gb,
                             .limit = &kMemoryTotal};
const MetricSpec kMemoryTotal{.id = "memory.total",
                              .device = DeviceKind::gpu,
                              .path = "memory.total",
                              .unit = Unit::bytes,
                              .help = "GPU memory there is.",
                              .scaled = Scaled::gb};
const MetricSpec kMemoryFree{.id = "memory.free",
                             .device = DeviceKind::gpu,
                             .path = "memory.free",
                             .unit = Unit::bytes,
                             .help = "GPU memory not in use.",
                             .scaled = Scaled::gb};
const MetricSpec kMemoryReserved{.id = "memory.reserved",
                                 .device = DeviceKind::gpu,
                                 .path = "memory.reserved",
                                 .unit = Unit::bytes,
                                 .help = "GPU memory that the driver keeps for itself."};
const MetricSpec kMemoryUsedPercent{.id = "memory.used_percent",
                                    .device = DeviceKind::gpu,
                                    .path = "memory.used_percent",
                                    .unit = Unit::percent,
                                    .help = "GPU memory in use, of all there is.",
                                    .decimals = 1,
                                    .levels = {.warning = 80, .critical = 95}};
const MetricSpec kTemperature{.id = "temperature",
                              .device = DeviceKind::gpu,
                              .path = "temperature",
                              .unit = Unit::celsius,
                              .help = "Temperature of the GPU.",
                              .decimals = 1,
                              .levels = {.warning = 75, .critical = 95},
                              .limit = &kTemperatureMax};
const MetricSpec kTemperatureMax{.id = "temperature.max",
                                 .device = DeviceKind::gpu,
                                 .path = "temperature_max",
                                 .unit = Unit::celsius,
                                 .help = "Temperature at which the GPU slows itself down."};
const MetricSpec kTemperatureShutdown{.id = "temperature.shutdown",
                                      .device = DeviceKind::gpu,
                                      .path = "temperature_shutdown",
                                      .unit = Unit::celsius,
                                      .help = "Temperature at which the GPU switches itself off."};
const MetricSpec kTemperatureMemory{.id = "temperature.memory",
                                    .device = DeviceKind::gpu,
                                    .path = "temperature_memory",
                                    .unit = Unit::celsius,
                                    .help = "Temperature of the GPU's memory.",
                                    .levels = {.warning = 85, .critical = 95}};
const MetricSpec kPowerUsage{.id = "power.usage",
                             .device = DeviceKind::gpu,
                             .path = "power.usage",
                             .unit = Unit::watts,
                             .help = "Power drawn.",
                             .decimals = 1,
                             .limit = &kPowerLimit};
const MetricSpec kPowerLimit{.id = "power.limit",
                             .device = DeviceKind::gpu,
                             .path = "power.limit",
                             .unit = Unit::watts,
                             .help = "Power that the GPU is held to.",
                             .decimals = 1};
const MetricSpec kPowerUsagePercent{.id = "power.usage_percent",
                                    .device = DeviceKind::gpu,
                                    .path = "power.usage_percent",
                                    .unit = Unit::percent,
                                    .help = "Power drawn, of the limit.",
                                    .decimals = 1};
const MetricSpec kEnergy{.id = "power.energy",
                         .device = DeviceKind::gpu,
                         .path = "power.energy",
                         .unit = Unit::joules,
                         .kind = Kind::counter,
                         .help =
                             "Energy used since the driver was loaded, or since the start where "
                             "the GPU has no counter.",
                         .decimals = 1};
const MetricSpec kFanSpeed{
    .id = "fan.speed",
    .device = DeviceKind::gpu,
    .path = "fan_speed",
    .unit = Unit::percent,
    .help = "Fan speed that is asked for, of the fan's most; the highest where there are several."};
const MetricSpec kFanRpm{.id = "fan.rpm",
                         .device = DeviceKind::gpu,
                         .path = "fan_rpm",
                         .unit = Unit::rpm,
                         .help = "Turns of the fan a minute, where it is measured."};
const MetricSpec kClockGpu{.id = "clock.gpu",
                           .device = DeviceKind::gpu,
                           .path = "clocks.gpu",
                           .unit = Unit::megahertz,
                           .help = "Graphics clock.",
                           .limit = &kClockGpuMax};
const MetricSpec kClockMemory{.id = "clock.memory",
                              .device = DeviceKind::gpu,
                              .path = "clocks.memory",
                              .unit = Unit::megahertz,
                              .help = "Memory clock.",
                              .limit = &kClockMemoryMax};
const MetricSpec kClockSm{.id = "clock.sm",
                          .device = DeviceKind::gpu,
                          .path = "clocks.sm",
                          .unit = Unit::megahertz,
                          .help = "Clock of the multiprocessors.",
                          .limit = &kClockSmMax};
const MetricSpec kClockVideo{.id = "clock.video",
                             .device = DeviceKind::gpu,
                             .path = "clocks.video",
                             .unit = Unit::megahertz,
                             .help = "Clock of the video engines.",
                             .limit = &kClockVideoMax};
const MetricSpec kClockGpuMax{.id = "clock.gpu_max",
                              .device = DeviceKind::gpu,
                              .path = "clocks.gpu_max",
                              .unit = Unit::megahertz,
                              .help = "Highest graphics clock."};
const MetricSpec kClockMemoryMax{.id = "clock.memory_max",
                                 .device = DeviceKind::gpu,
                                 .path = "clocks.memory_max",
                                 .unit = Unit::megahertz,
                                 .help = "Highest memory clock."};
const MetricSpec kClockSmMax{.id = "clock.sm_max",
                             .device = DeviceKind::gpu,
                             .path = "clocks.sm_max",
                             .unit = Unit::megahertz,
                             .help = "Highest clock of the multiprocessors."};
const MetricSpec kClockVideoMax{.id = "clock.video_max",
                                .device = DeviceKind::gpu,
                                .path = "clocks.video_max",
                                .unit = Unit::megahertz,
                                .help = "Highest clock of the video engines."};
const MetricSpec kPcieGeneration{.id = "pcie.generation",
                                 .device = DeviceKind::gpu,
                                 .path = "pcie.generation",
                                 .help = "PCIe generation of the link now; falls when idle.",
                                 .limit = &kPcieGenerationMax};
const MetricSpec kPcieGenerationMax{.id = "pcie.generation_max",
                                    .device = DeviceKind::gpu,
                                    .path = "pcie.generation_max",
                                    .help = "Highest PCIe generation that GPU and slot can do."};
const MetricSpec kPcieWidth{.id = "pcie.width",
                            .device = DeviceKind::gpu,
                            .path = "pcie.width",
                            .help = "PCIe lanes in use.",
                            .limit = &kPcieWidthMax};
const MetricSpec kPcieWidthMax{.id = "pcie.width_max",
                               .device = DeviceKind::gpu,
                               .path = "pcie.width_max",
                               .help = "PCIe lanes that GPU and slot have."};
const MetricSpec kPcieTx{.id = "pcie.tx_rate",
                         .device = DeviceKind::gpu,
                         .path = "pcie.tx_rate",
                         .unit = Unit::bytes_per_second,
                         .help = "Bytes that the GPU sends over PCIe.",
                         .limit = &kPcieLimit};
const MetricSpec kPcieRx{.id = "pcie.rx_rate",
                         .device = DeviceKind::gpu,
                         .path = "pcie.rx_rate",
                         .unit = Unit::bytes_per_second,
                         .help = "Bytes that the GPU receives over PCIe.",
                         .limit = &kPcieLimit};
const MetricSpec kPcieLimit{
    .id = "pcie.limit",
    .device = DeviceKind::gpu,
    .path = "pcie.limit",
    .unit = Unit::bytes_per_second,
    .help = "Bytes that the PCIe link can move in one direction at its best."};
const MetricSpec kPcieReplays{.id = "pcie.replays",
                              .device = DeviceKind::gpu,
                              .path = "pcie.replays",
                              .kind = Kind::counter,
                              .help = "PCIe packets that had to be sent again."};
const MetricSpec kEncoder{.id = "encoder",
                          .device = DeviceKind::gpu,
                          .path = "encoder",
                          .unit = Unit::percent,
                          .help = "Use of the video encoder."};
const MetricSpec kDecoder{.id = "decoder",
                          .device = DeviceKind::gpu,
                          .path = "decoder",
                          .unit = Unit::percent,
                          .help = "Use of the video decoder."};
const MetricSpec kJpeg{.id = "jpeg",
                       .device = DeviceKind::gpu,
                       .path = "jpeg",
                       .unit = Unit::percent,
                       .help = "Use of the JPEG engine."};
const MetricSpec kOfa{.id = "ofa",
                      .device = DeviceKind::gpu,
                      .path = "ofa",
                      .unit = Unit::percent,
                      .help = "Use of the optical flow engine."};
const MetricSpec kThrottleReasons{.id = "throttle_reasons",
                                  .device = DeviceKind::gpu,
                                  .path = "throttle_reasons",
                                  .kind = Kind::flags,
                                  .help = "Why the clocks are below their most.",
                                  .flags = kThrottleFlags};
const MetricSpec kPerformanceState{.id = "performance_state",
                                   .device = DeviceKind::gpu,
                                   .path = "performance_state",
                                   .help = "Performance state, from 0 (most) to 15 (least)."};
const MetricSpec kEccCorrected{.id = "ecc.corrected",
                               .device = DeviceKind::gpu,
                               .path = "ecc.corrected",
                               .kind = Kind::counter,
                               .help = "Memory errors corrected since the driver was loaded."};
const MetricSpec kEccUncorrected{
    .id = "ecc.uncorrected",
    .device = DeviceKind::gpu,
    .path = "ecc.uncorrected",
    .kind = Kind::counter,
    .help = "Memory errors that could not be corrected since the driver was loaded."};
const MetricSpec kEccCorrectedTotal{.id = "ecc.corrected_total",
                                    .device = DeviceKind::gpu,
                                    .path = "ecc.corrected_total",
                                    .kind = Kind::counter,
                                    .help = "Memory errors corrected in the GPU's life."};
const MetricSpec kEccUncorrectedTotal{
    .id = "ecc.uncorrected_total",
    .device = DeviceKind::gpu,
    .path = "ecc.uncorrected_total",
    .kind = Kind::counter,
    .help = "Memory errors that could not be corrected in the GPU's life."};
const MetricSpec kRemappedCorrectable{.id = "remapped_rows.correctable",
                                      .device = DeviceKind::gpu,
                                      .path = "remapped_rows.correctable",
                                      .help = "Memory rows replaced after correctable errors."};
const MetricSpec kRemappedUncorrectable{.id = "remapped_rows.uncorrectable",
                                        .device = DeviceKind::gpu,
                                        .path = "remapped_rows.uncorrectable",
                                        .help = "Memory rows replaced after uncorrectable errors."};
const MetricSpec kRemapPending{.id = "remapped_rows.pending",
                               .device = DeviceKind::gpu,
                               .path = "remapped_rows.pending",
                               .help = "1 while a row waits for a reset to be replaced."};
const MetricSpec kRemapFailed{.id = "remapped_rows.failed",
                              .device = DeviceKind::gpu,
                              .path = "remapped_rows.failed",
                              .help = "1 once replacing a row failed."};
const MetricSpec kNvlinkLinks{.id = "nvlink.links",
                              .device = DeviceKind::gpu,
                              .path = "nvlink.links",
                              .help = "NVLink links that are up."};
const MetricSpec kNvlinkTx{.id = "nvlink.tx_rate",
                           .device = DeviceKind::gpu,
                           .path = "nvlink.tx_rate",
                           .unit = Unit::bytes_per_second,
                           .help = "Bytes that the GPU sends over NVLink."};
const MetricSpec kNvlinkRx{.id = "nvlink.rx_rate",
                           .device = DeviceKind::gpu,
                           .path = "nvlink.rx_rate",
                           .unit = Unit::bytes_per_second,
                           .help = "Bytes that the GPU receives over NVLink."};
const MetricSpec kXidLast{
    .id = "xid.last",
    .device = DeviceKind::gpu,
    .path = "xid.last",
    .help = "Code of the driver's latest critical event (XID) since the start."};
const MetricSpec kXidCount{.id = "xid.count",
                           .device = DeviceKind::gpu,
                           .path = "xid.count",
                           .kind = Kind::counter,
                           .help = "Critical events (XID) since the start."};

namespace {

constexpr auto kAll = std::to_array<const MetricSpec*>({&kUtilization,
                                                        &kMemoryUtilization,
                                                        &kSmActivity,
                                                        &kSmOccupancy,
                                                        &kTensorActivity,
                                                        &kDramActivity,
                                                        &kFp64Activity,
                                                        &kFp32Activity,
                                                        &kFp16Activity,
                                                        &kMemoryUsed,
                                                        &kMemoryTotal,
                                                        &kMemoryFree,
                                                        &kMemoryReserved,
                                                        &kMemoryUsedPercent,
                                                        &kTemperature,
                                                        &kTemperatureMax,
                                                        &kTemperatureShutdown,
                                                        &kTemperatureMemory,
                                                        &kPowerUsage,
                                                        &kPowerLimit,
                                                        &kPowerUsagePercent,
                                                        &kEnergy,
                                                        &kFanSpeed,
                                                        &kFanRpm,
                                                        &kClockGpu,
                                                        &kClockMemory,
                                                        &kClockSm,
                                                        &kClockVideo,
                                                        &kClockGpuMax,
                                                        &kClockMemoryMax,
                                                        &kClockSmMax,
                                                        &kClockVideoMax,
                                                        &kPcieGeneration,
                                                        &kPcieGenerationMax,
                                                        &kPcieWidth,
                                                        &kPcieWidthMax,
                                                        &kPcieTx,
                                                        &kPcieRx,
                                                        &kPcieLimit,
                                                        &kPcieReplays,
                                                        &kEncoder,
                                                        &kDecoder,
                                                        &kJpeg,
                                                        &kOfa,
                                                        &kThrottleReasons,
                                                        &kPerformanceState,
                                                        &kEccCorrected,
                                                        &kEccUncorrected,
                                                        &kEccCorrectedTotal,
                                                        &kEccUncorrectedTotal,
                                                        &kRemappedCorrectable,
                                                        &kRemappedUncorrectable,
                                                        &kRemapPending,
                                                        &kRemapFailed,
                                                        &kNvlinkLinks,
                                                        &kNvlinkTx,
                                                        &kNvlinkRx,
                                                        &kXidLast,
                                                        &kXidCount});

}  // namespace

std::span<const MetricSpec* const> all_metrics() {
  return kAll;
}

std::span<const Flag> throttle_flags() {
  return kThrottleFlags;
}

}  // namespace mimon::gpu
