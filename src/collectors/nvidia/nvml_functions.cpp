#include "collectors/nvidia/nvml_functions.h"

#include <dlfcn.h>

#include <tuple>

namespace mimon::nvidia {
namespace {

/// Where a function goes, and the names it may have, the first that is there wins.
template <typename Fn>
struct Symbol {
  Fn NvmlFunctions::* member;
  const char* name;
  const char* other_name = nullptr;
};

template <typename... Fns>
constexpr auto symbols(Symbol<Fns>... all) {
  return std::make_tuple(all...);
}

template <typename Fn>
constexpr Symbol<Fn> symbol(Fn NvmlFunctions::* member, const char* name,
                            const char* other_name = nullptr) {
  return {member, name, other_name};
}

using F = NvmlFunctions;

constexpr auto kSystem =
    symbols(symbol(&F::init, "nvmlInit_v2", "nvmlInit"), symbol(&F::shutdown, "nvmlShutdown"),
            symbol(&F::error_string, "nvmlErrorString"),
            symbol(&F::driver_version, "nvmlSystemGetDriverVersion"),
            symbol(&F::cuda_version, "nvmlSystemGetCudaDriverVersion_v2",
                   "nvmlSystemGetCudaDriverVersion"));

constexpr auto kIdentity = symbols(
    symbol(&F::count, "nvmlDeviceGetCount_v2"),
    symbol(&F::handle_by_index, "nvmlDeviceGetHandleByIndex_v2"),
    symbol(&F::handle_by_uuid, "nvmlDeviceGetHandleByUUID"), symbol(&F::name, "nvmlDeviceGetName"),
    symbol(&F::uuid, "nvmlDeviceGetUUID"), symbol(&F::serial, "nvmlDeviceGetSerial"),
    symbol(&F::vbios, "nvmlDeviceGetVbiosVersion"), symbol(&F::pci_info, "nvmlDeviceGetPciInfo_v3"),
    symbol(&F::pci_info_v1, "nvmlDeviceGetPciInfo_v2"),
    symbol(&F::architecture, "nvmlDeviceGetArchitecture"),
    symbol(&F::compute_capability, "nvmlDeviceGetCudaComputeCapability"),
    symbol(&F::cores, "nvmlDeviceGetNumGpuCores"),
    symbol(&F::memory_bus_width, "nvmlDeviceGetMemoryBusWidth"),
    symbol(&F::persistence_mode, "nvmlDeviceGetPersistenceMode"),
    symbol(&F::performance_state, "nvmlDeviceGetPerformanceState"));

constexpr auto kLoad = symbols(symbol(&F::utilization, "nvmlDeviceGetUtilizationRates"),
                               symbol(&F::memory, "nvmlDeviceGetMemoryInfo"),
                               symbol(&F::memory_v2, "nvmlDeviceGetMemoryInfo_v2"),
                               symbol(&F::encoder, "nvmlDeviceGetEncoderUtilization"),
                               symbol(&F::decoder, "nvmlDeviceGetDecoderUtilization"),
                               symbol(&F::jpeg, "nvmlDeviceGetJpgUtilization"),
                               symbol(&F::ofa, "nvmlDeviceGetOfaUtilization"));

constexpr auto kBoard = symbols(
    symbol(&F::temperature, "nvmlDeviceGetTemperature"),
    symbol(&F::temperature_v, "nvmlDeviceGetTemperatureV"),
    symbol(&F::temperature_threshold, "nvmlDeviceGetTemperatureThreshold"),
    symbol(&F::fan_speed, "nvmlDeviceGetFanSpeed"),
    symbol(&F::fan_speed_of, "nvmlDeviceGetFanSpeed_v2"),
    symbol(&F::fan_count, "nvmlDeviceGetNumFans"), symbol(&F::fan_rpm, "nvmlDeviceGetFanSpeedRPM"),
    symbol(&F::power_usage, "nvmlDeviceGetPowerUsage"),
    symbol(&F::power_limit_enforced, "nvmlDeviceGetEnforcedPowerLimit"),
    symbol(&F::power_limit, "nvmlDeviceGetPowerManagementLimit"),
    symbol(&F::power_limit_default, "nvmlDeviceGetPowerManagementDefaultLimit"),
    symbol(&F::energy, "nvmlDeviceGetTotalEnergyConsumption"),
    symbol(&F::clock, "nvmlDeviceGetClockInfo"), symbol(&F::clock_max, "nvmlDeviceGetMaxClockInfo"),
    symbol(&F::throttle_reasons, "nvmlDeviceGetCurrentClocksEventReasons",
           "nvmlDeviceGetCurrentClocksThrottleReasons"));

constexpr auto kLinks =
    symbols(symbol(&F::pcie_generation, "nvmlDeviceGetCurrPcieLinkGeneration"),
            symbol(&F::pcie_generation_max, "nvmlDeviceGetMaxPcieLinkGeneration"),
            symbol(&F::pcie_width, "nvmlDeviceGetCurrPcieLinkWidth"),
            symbol(&F::pcie_width_max, "nvmlDeviceGetMaxPcieLinkWidth"),
            symbol(&F::pcie_replays, "nvmlDeviceGetPcieReplayCounter"),
            symbol(&F::pcie_throughput, "nvmlDeviceGetPcieThroughput"),
            symbol(&F::nvlink_state, "nvmlDeviceGetNvLinkState"),
            symbol(&F::field_values, "nvmlDeviceGetFieldValues"));

constexpr auto kHealth = symbols(symbol(&F::ecc_mode, "nvmlDeviceGetEccMode"),
                                 symbol(&F::ecc_errors, "nvmlDeviceGetTotalEccErrors"),
                                 symbol(&F::remapped_rows, "nvmlDeviceGetRemappedRows"),
                                 symbol(&F::event_set_create, "nvmlEventSetCreate"),
                                 symbol(&F::event_set_free, "nvmlEventSetFree"),
                                 symbol(&F::supported_events, "nvmlDeviceGetSupportedEventTypes"),
                                 symbol(&F::register_events, "nvmlDeviceRegisterEvents"),
                                 symbol(&F::event_set_wait, "nvmlEventSetWait_v2"));

constexpr auto kProcesses =
    symbols(symbol(&F::compute_processes_v1, "nvmlDeviceGetComputeRunningProcesses"),
            symbol(&F::compute_processes_v2, "nvmlDeviceGetComputeRunningProcesses_v2"),
            symbol(&F::compute_processes_v3, "nvmlDeviceGetComputeRunningProcesses_v3"),
            symbol(&F::graphics_processes_v1, "nvmlDeviceGetGraphicsRunningProcesses"),
            symbol(&F::graphics_processes_v2, "nvmlDeviceGetGraphicsRunningProcesses_v2"),
            symbol(&F::graphics_processes_v3, "nvmlDeviceGetGraphicsRunningProcesses_v3"),
            symbol(&F::mps_processes_v1, "nvmlDeviceGetMPSComputeRunningProcesses"),
            symbol(&F::mps_processes_v2, "nvmlDeviceGetMPSComputeRunningProcesses_v2"),
            symbol(&F::mps_processes_v3, "nvmlDeviceGetMPSComputeRunningProcesses_v3"),
            symbol(&F::process_utilization, "nvmlDeviceGetProcessUtilization"));

constexpr auto kInstances =
    symbols(symbol(&F::mig_mode, "nvmlDeviceGetMigMode"),
            symbol(&F::mig_count_max, "nvmlDeviceGetMaxMigDeviceCount"),
            symbol(&F::mig_by_index, "nvmlDeviceGetMigDeviceHandleByIndex"),
            symbol(&F::gpu_instance_id, "nvmlDeviceGetGpuInstanceId"),
            symbol(&F::compute_instance_id, "nvmlDeviceGetComputeInstanceId"),
            symbol(&F::gpm_sample_alloc, "nvmlGpmSampleAlloc"),
            symbol(&F::gpm_sample_free, "nvmlGpmSampleFree"),
            symbol(&F::gpm_sample_get, "nvmlGpmSampleGet"),
            symbol(&F::gpm_mig_sample_get, "nvmlGpmMigSampleGet"),
            symbol(&F::gpm_metrics_get, "nvmlGpmMetricsGet"),
            symbol(&F::gpm_support, "nvmlGpmQueryDeviceSupport"));

template <typename Fn>
void look_up(void* library, const Symbol<Fn>& symbol, NvmlFunctions& functions) {
  void* found = dlsym(library, symbol.name);
  if (!found && symbol.other_name) found = dlsym(library, symbol.other_name);
  functions.*symbol.member = reinterpret_cast<Fn>(found);
}

}  // namespace

NvmlFunctions look_up_functions(void* library) {
  NvmlFunctions functions;
  const auto look_up_all = [&](const auto&... group) { (look_up(library, group, functions), ...); };
  std::apply([&](const auto&... table) { (std::apply(look_up_all, table), ...); },
             std::tie(kSystem, kIdentity, kLoad, kBoard, kLinks, kHealth, kProcesses, kInstances));
  return functions;
}

}  // namespace mimon::nvidia
