#pragma once

// Numbers of the NVML ABI that a monitor needs. Source of every value: the enums and defines of
// NVIDIA's published nvml.h (github.com/NVIDIA/go-nvml, gen/nvml/nvml.h, API versions 11 to 13).
// A driver may answer with a value that is not listed here; the fixed underlying type keeps that
// defined behaviour.

namespace mimon::nvml_abi {

/// nvmlReturn_t: what every call answers.
enum class Return : int {
  success = 0,
  uninitialized = 1,
  invalid_argument = 2,
  not_supported = 3,
  no_permission = 4,
  already_initialized = 5,
  not_found = 6,
  insufficient_size = 7,
  insufficient_power = 8,
  driver_not_loaded = 9,
  timeout = 10,
  irq_issue = 11,
  library_not_found = 12,
  function_not_found = 13,
  corrupted_inforom = 14,
  gpu_is_lost = 15,
  reset_required = 16,
  operating_system = 17,
  lib_rm_version_mismatch = 18,
  in_use = 19,
  memory = 20,
  no_data = 21,
  vgpu_ecc_not_supported = 22,
  insufficient_resources = 23,
  freq_not_supported = 24,
  argument_version_mismatch = 25,
  deprecated = 26,
  not_ready = 27,
  gpu_not_found = 28,
  invalid_state = 29,
  unknown = 999,
};

/// nvmlEnableState_t.
enum class EnableState : int { disabled = 0, enabled = 1 };

/// nvmlTemperatureSensors_t.
enum class TemperatureSensor : int { gpu = 0 };

/// nvmlTemperatureThresholds_t.
enum class TemperatureThreshold : int {
  shutdown = 0,  ///< the hardware switches itself off
  slowdown = 1,  ///< the hardware slows down
  mem_max = 2,   ///< memory temperature at which software slows down
  gpu_max = 3,   ///< GPU temperature at which it may fall below base clock
};

/// nvmlClockType_t.
enum class ClockType : int { graphics = 0, sm = 1, mem = 2, video = 3 };

/// nvmlPcieUtilCounter_t, as seen by the GPU: tx leaves it, rx enters it.
enum class PcieCounter : int { tx_bytes = 0, rx_bytes = 1 };

/// nvmlMemoryErrorType_t.
enum class MemoryErrorType : int { corrected = 0, uncorrected = 1 };

/// nvmlEccCounterType_t: since the driver was loaded, or over the card's life.
enum class EccCounterType : int { volatile_count = 0, aggregate_count = 1 };

/// nvmlPageRetirementCause_t.
enum class PageRetirementCause : int { multiple_single_bit = 0, double_bit = 1 };

/// nvmlPstates_t: p0 is the fastest, p15 the slowest.
enum class PerformanceState : int { p0 = 0, p8 = 8, p15 = 15, unknown = 32 };

/// nvmlComputeMode_t.
enum class ComputeMode : int {
  shared = 0,
  exclusive_thread = 1,
  prohibited = 2,
  exclusive_process = 3,
};

/// nvmlValueType_t: which member of Value is set.
enum class ValueType : int {
  float64 = 0,
  unsigned_int = 1,
  unsigned_long = 2,
  unsigned_long_long = 3,
  signed_long_long = 4,
  signed_int = 5,
  unsigned_short = 6,
};

// NVML_DEVICE_ARCH_*.
inline constexpr unsigned kArchKepler = 2;
inline constexpr unsigned kArchMaxwell = 3;
inline constexpr unsigned kArchPascal = 4;
inline constexpr unsigned kArchVolta = 5;
inline constexpr unsigned kArchTuring = 6;
inline constexpr unsigned kArchAmpere = 7;
inline constexpr unsigned kArchAda = 8;
inline constexpr unsigned kArchHopper = 9;
inline constexpr unsigned kArchBlackwell = 10;
inline constexpr unsigned kArchUnknown = 0xffffffff;

// nvmlClocksThrottleReason* bits (nvmlClocksEventReason* since driver 535).
inline constexpr unsigned long long kThrottleGpuIdle = 0x001;
inline constexpr unsigned long long kThrottleApplicationClocks = 0x002;
inline constexpr unsigned long long kThrottleSwPowerCap = 0x004;
inline constexpr unsigned long long kThrottleHwSlowdown = 0x008;
inline constexpr unsigned long long kThrottleSyncBoost = 0x010;
inline constexpr unsigned long long kThrottleSwThermal = 0x020;
inline constexpr unsigned long long kThrottleHwThermal = 0x040;
inline constexpr unsigned long long kThrottleHwPowerBrake = 0x080;
inline constexpr unsigned long long kThrottleDisplayClocks = 0x100;

// nvmlEventType* bits.
inline constexpr unsigned long long kEventSingleBitEcc = 0x01;
inline constexpr unsigned long long kEventDoubleBitEcc = 0x02;
inline constexpr unsigned long long kEventPerformanceState = 0x04;
inline constexpr unsigned long long kEventXid = 0x08;  ///< Event::data is the XID's number
inline constexpr unsigned long long kEventClock = 0x10;

// NVML_FI_DEV_*: what nvmlDeviceGetFieldValues can be asked. Counters only grow until a reset.
inline constexpr unsigned kFieldMemoryTemperature = 82;  ///< °C
inline constexpr unsigned kFieldTotalEnergy = 83;        ///< mJ
inline constexpr unsigned kFieldNvlinkSpeedCommon = 90;  ///< MB/s of one link
inline constexpr unsigned kFieldNvlinkLinkCount = 91;
inline constexpr unsigned kFieldPcieReplayCounter = 94;
inline constexpr unsigned kFieldNvlinkDataTx = 138;           ///< KiB; scope: link or kAllLinks
inline constexpr unsigned kFieldNvlinkDataRx = 139;           ///< KiB; scope: link or kAllLinks
inline constexpr unsigned kFieldNvlinkRawTx = 140;            ///< KiB with protocol; scope as above
inline constexpr unsigned kFieldNvlinkRawRx = 141;            ///< KiB with protocol; scope as above
inline constexpr unsigned kFieldRemappedCorrectable = 142;    ///< rows
inline constexpr unsigned kFieldRemappedUncorrectable = 143;  ///< rows
inline constexpr unsigned kFieldRemappedPending = 144;        ///< 0 or 1
inline constexpr unsigned kFieldRemappedFailure = 145;        ///< 0 or 1
inline constexpr unsigned kFieldPowerAverage = 185;           ///< mW over 1 s; scope: kPowerScope*
inline constexpr unsigned kFieldPowerInstant = 186;           ///< mW; scope: kPowerScope*
inline constexpr unsigned kFieldPowerMinLimit = 187;          ///< mW; scope: kPowerScope*
inline constexpr unsigned kFieldPowerMaxLimit = 188;          ///< mW; scope: kPowerScope*
inline constexpr unsigned kFieldPowerDefaultLimit = 189;      ///< mW; scope: kPowerScope*
inline constexpr unsigned kFieldPowerCurrentLimit = 190;      ///< mW; scope: kPowerScope*
inline constexpr unsigned kFieldPcieTxBytes = 197;  ///< bytes; wraps; driver 555 and later
inline constexpr unsigned kFieldPcieRxBytes = 198;  ///< bytes; wraps; driver 555 and later
inline constexpr unsigned kAllLinks = 0xffffffff;   ///< scope: the sum over all links
inline constexpr unsigned kPowerScopeGpu = 0;
inline constexpr unsigned kPowerScopeModule = 1;
inline constexpr unsigned kPowerScopeMemory = 2;

// nvmlGpmMetricId_t. Utilisations in per cent 0–100, rates in MiB/s.
inline constexpr unsigned kGpmGraphicsUtil = 1;
inline constexpr unsigned kGpmSmUtil = 2;
inline constexpr unsigned kGpmSmOccupancy = 3;
inline constexpr unsigned kGpmIntegerUtil = 4;
inline constexpr unsigned kGpmAnyTensorUtil = 5;
inline constexpr unsigned kGpmDfmaTensorUtil = 6;
inline constexpr unsigned kGpmHmmaTensorUtil = 7;
inline constexpr unsigned kGpmImmaTensorUtil = 9;
inline constexpr unsigned kGpmDramBandwidthUtil = 10;
inline constexpr unsigned kGpmFp64Util = 11;
inline constexpr unsigned kGpmFp32Util = 12;
inline constexpr unsigned kGpmFp16Util = 13;
inline constexpr unsigned kGpmPcieTxPerSec = 20;
inline constexpr unsigned kGpmPcieRxPerSec = 21;
inline constexpr unsigned kGpmNvlinkTotalRxPerSec = 60;
inline constexpr unsigned kGpmNvlinkTotalTxPerSec = 61;

// Sizes of text buffers in bytes, with the terminating zero, and other limits.
inline constexpr unsigned kNameBufferSize = 96;
inline constexpr unsigned kUuidBufferSize = 96;
inline constexpr unsigned kSerialBufferSize = 30;
inline constexpr unsigned kVbiosVersionBufferSize = 32;
inline constexpr unsigned kSystemVersionBufferSize = 80;
inline constexpr unsigned kMaxNvlinks = 18;

/// What a field holds that the driver can't fill: usedGpuMemory, instance ids.
inline constexpr unsigned long long kValueNotAvailable = ~0ull;
inline constexpr unsigned kInstanceNotAvailable = 0xffffffff;

}  // namespace mimon::nvml_abi
