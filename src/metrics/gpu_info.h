#pragma once

#include <span>

#include "metrics/device.h"

namespace mimon::gpu {

/// Descriptive fields of a GPU.
extern const InfoSpec kUuid, kPciBusId, kVendor, kSerial, kDriverVersion, kCudaVersion,
    kComputeCapability, kArchitecture, kTotalMemory, kTotalMemoryGb, kMemoryBusWidth,
    kMemoryClockMax, kGpuClockMax, kPowerLimitDefault, kCores, kVbios, kMigMode, kEccMode,
    kPersistenceMode, kPowerSource, kUnifiedMemory;

[[nodiscard]] std::span<const InfoSpec* const> all_info();

}  // namespace mimon::gpu
