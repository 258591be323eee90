#pragma once

#include "collectors/nvidia/nvml_abi.h"

namespace mimon::nvidia {

namespace abi = nvml_abi;

/// What a monitor calls in libnvidia-ml; null where the library does not export it, as older ones
/// do not. All are safe to call from any thread, and each may hang in the driver.
struct NvmlFunctions {
  abi::InitFn init = nullptr;
  abi::ShutdownFn shutdown = nullptr;
  abi::ErrorStringFn error_string = nullptr;
  abi::SystemTextFn driver_version = nullptr;
  abi::SystemGetCudaDriverVersionFn cuda_version = nullptr;

  abi::DeviceGetCountFn count = nullptr;
  abi::DeviceGetHandleByIndexFn handle_by_index = nullptr;
  abi::DeviceGetHandleByUuidFn handle_by_uuid = nullptr;
  abi::DeviceTextFn name = nullptr;
  abi::DeviceTextFn uuid = nullptr;
  abi::DeviceTextFn serial = nullptr;
  abi::DeviceTextFn vbios = nullptr;
  abi::DeviceGetPciInfoFn pci_info = nullptr;
  abi::DeviceGetPciInfoV1Fn pci_info_v1 = nullptr;
  abi::DeviceUintFn architecture = nullptr;
  abi::DeviceGetCudaComputeCapabilityFn compute_capability = nullptr;
  abi::DeviceUintFn cores = nullptr;
  abi::DeviceUintFn memory_bus_width = nullptr;
  abi::DeviceStateFn persistence_mode = nullptr;
  abi::DeviceGetPerformanceStateFn performance_state = nullptr;

  abi::DeviceGetUtilizationRatesFn utilization = nullptr;
  abi::DeviceGetMemoryInfoFn memory = nullptr;
  abi::DeviceGetMemoryInfoV2Fn memory_v2 = nullptr;
  abi::DeviceEngineUtilizationFn encoder = nullptr;
  abi::DeviceEngineUtilizationFn decoder = nullptr;
  abi::DeviceEngineUtilizationFn jpeg = nullptr;
  abi::DeviceEngineUtilizationFn ofa = nullptr;

  abi::DeviceGetTemperatureFn temperature = nullptr;
  abi::DeviceGetTemperatureVFn temperature_v = nullptr;
  abi::DeviceGetTemperatureThresholdFn temperature_threshold = nullptr;
  abi::DeviceGetFanSpeedFn fan_speed = nullptr;
  abi::DeviceGetFanSpeedV2Fn fan_speed_of = nullptr;
  abi::DeviceUintFn fan_count = nullptr;
  abi::DeviceGetFanSpeedRpmFn fan_rpm = nullptr;

  abi::DeviceUintFn power_usage = nullptr;
  abi::DeviceUintFn power_limit_enforced = nullptr;
  abi::DeviceUintFn power_limit = nullptr;
  abi::DeviceUintFn power_limit_default = nullptr;
  abi::DeviceUint64Fn energy = nullptr;

  abi::DeviceGetClockInfoFn clock = nullptr;
  abi::DeviceGetMaxClockInfoFn clock_max = nullptr;
  abi::DeviceUint64Fn throttle_reasons = nullptr;

  abi::DeviceUintFn pcie_generation = nullptr;
  abi::DeviceUintFn pcie_generation_max = nullptr;
  abi::DeviceUintFn pcie_width = nullptr;
  abi::DeviceUintFn pcie_width_max = nullptr;
  abi::DeviceUintFn pcie_replays = nullptr;
  abi::DeviceGetPcieThroughputFn pcie_throughput = nullptr;

  abi::DeviceGetEccModeFn ecc_mode = nullptr;
  abi::DeviceGetTotalEccErrorsFn ecc_errors = nullptr;
  abi::DeviceGetRemappedRowsFn remapped_rows = nullptr;
  abi::DeviceGetNvLinkStateFn nvlink_state = nullptr;
  abi::DeviceGetFieldValuesFn field_values = nullptr;

  abi::DeviceGetRunningProcessesV1Fn compute_processes_v1 = nullptr;
  abi::DeviceGetRunningProcessesV2Fn compute_processes_v2 = nullptr;
  abi::DeviceGetRunningProcessesV2Fn compute_processes_v3 = nullptr;
  abi::DeviceGetRunningProcessesV1Fn graphics_processes_v1 = nullptr;
  abi::DeviceGetRunningProcessesV2Fn graphics_processes_v2 = nullptr;
  abi::DeviceGetRunningProcessesV2Fn graphics_processes_v3 = nullptr;
  abi::DeviceGetRunningProcessesV1Fn mps_processes_v1 = nullptr;
  abi::DeviceGetRunningProcessesV2Fn mps_processes_v2 = nullptr;
  abi::DeviceGetRunningProcessesV2Fn mps_processes_v3 = nullptr;
  abi::DeviceGetProcessUtilizationFn process_utilization = nullptr;

  abi::DeviceGetMigModeFn mig_mode = nullptr;
  abi::DeviceUintFn mig_count_max = nullptr;
  abi::DeviceGetMigDeviceHandleByIndexFn mig_by_index = nullptr;
  abi::DeviceUintFn gpu_instance_id = nullptr;
  abi::DeviceUintFn compute_instance_id = nullptr;

  abi::GpmSampleAllocFn gpm_sample_alloc = nullptr;
  abi::GpmSampleFreeFn gpm_sample_free = nullptr;
  abi::GpmSampleGetFn gpm_sample_get = nullptr;
  abi::GpmMigSampleGetFn gpm_mig_sample_get = nullptr;
  abi::GpmMetricsGetFn gpm_metrics_get = nullptr;
  abi::GpmQueryDeviceSupportFn gpm_support = nullptr;

  abi::EventSetCreateFn event_set_create = nullptr;
  abi::EventSetFreeFn event_set_free = nullptr;
  abi::DeviceUint64Fn supported_events = nullptr;
  abi::DeviceRegisterEventsFn register_events = nullptr;
  abi::EventSetWaitFn event_set_wait = nullptr;
};

/// Looks every function up in a library that `dlopen` gave.
[[nodiscard]] NvmlFunctions look_up_functions(void* library);

}  // namespace mimon::nvidia
