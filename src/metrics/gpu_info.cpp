#include "metrics/gpu_info.h"

#include <array>

namespace mimon::gpu {

const InfoSpec kUuid{.key = "uuid",
                     .type = InfoType::text,
                     .help = "Identity of the GPU, the same in every machine."};
const InfoSpec kPciBusId{
    .key = "pci_bus_id", .type = InfoType::text, .help = "Where the GPU sits on the PCI bus."};
const InfoSpec kVendor{.key = "vendor", .type = InfoType::text, .help = "Who made the GPU."};
const InfoSpec kSerial{
    .key = "serial", .type = InfoType::text, .help = "Serial number on the board."};
const InfoSpec kDriverVersion{
    .key = "driver_version", .type = InfoType::text, .help = "Version of the driver."};
const InfoSpec kCudaVersion{.key = "cuda_version",
                            .type = InfoType::text,
                            .help = "Highest CUDA version that the driver runs."};
const InfoSpec kComputeCapability{
    .key = "compute_capability", .type = InfoType::text, .help = "CUDA compute capability."};
const InfoSpec kArchitecture{
    .key = "architecture", .type = InfoType::text, .help = "Name of the GPU's architecture."};
const InfoSpec kTotalMemory{
    .key = "total_memory", .type = InfoType::integer, .help = "GPU memory there is, in bytes."};
const InfoSpec kTotalMemoryGb{.key = "total_memory_gb",
                              .type = InfoType::number,
                              .help = "GPU memory there is, in 2^30 bytes."};
const InfoSpec kMemoryBusWidth{.key = "memory_bus_width",
                               .type = InfoType::integer,
                               .help = "Width of the memory bus, in bits."};
const InfoSpec kMemoryClockMax{
    .key = "memory_clock_max", .type = InfoType::integer, .help = "Highest memory clock, in MHz."};
const InfoSpec kGpuClockMax{
    .key = "gpu_clock_max", .type = InfoType::integer, .help = "Highest graphics clock, in MHz."};
const InfoSpec kPowerLimitDefault{.key = "power_limit_default",
                                  .type = InfoType::number,
                                  .help = "Power limit that the GPU starts with, in watts."};
const InfoSpec kCores{.key = "cores", .type = InfoType::integer, .help = "CUDA cores."};
const InfoSpec kVbios{
    .key = "vbios_version", .type = InfoType::text, .help = "Version of the GPU's firmware."};
const InfoSpec kMigMode{.key = "mig_mode",
                        .type = InfoType::boolean,
                        .help = "Whether the GPU is split into instances (MIG)."};
const InfoSpec kEccMode{.key = "ecc_mode",
                        .type = InfoType::boolean,
                        .help = "Whether memory errors are corrected (ECC)."};
const InfoSpec kPersistenceMode{.key = "persistence_mode",
                                .type = InfoType::boolean,
                                .help = "Whether the driver stays loaded without clients."};
const InfoSpec kPowerSource{
    .key = "power_source",
    .type = InfoType::text,
    .help = "Where power is measured, and what else than the GPU it feeds."};
const InfoSpec kUnifiedMemory{.key = "unified_memory",
                              .type = InfoType::boolean,
                              .help = "Whether the GPU shares the host's memory."};

std::span<const InfoSpec* const> all_info() {
  static constexpr auto kAll = std::to_array<const InfoSpec*>({&kUuid,
                                                               &kPciBusId,
                                                               &kVendor,
                                                               &kSerial,
                                                               &kDriverVersion,
                                                               &kCudaVersion,
                                                               &kComputeCapability,
                                                               &kArchitecture,
                                                               &kTotalMemory,
                                                               &kTotalMemoryGb,
                                                               &kMemoryBusWidth,
                                                               &kMemoryClockMax,
                                                               &kGpuClockMax,
                                                               &kPowerLimitDefault,
                                                               &kCores,
                                                               &kVbios,
                                                               &kMigMode,
                                                               &kEccMode,
                                                               &kPersistenceMode,
                                                               &kPowerSource,
                                                               &kUnifiedMemory});
  return kAll;
}

}  // namespace mimon::gpu
