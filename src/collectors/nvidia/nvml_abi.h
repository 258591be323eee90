#pragma once

#include "collectors/nvidia/nvml_abi_enums.h"
#include "collectors/nvidia/nvml_abi_structs.h"

// Functions of libnvidia-ml.so.1 that a monitor needs, each as a pointer type named after its
// symbol: DeviceGetNameFn is the type of `nvmlDeviceGetName`. Source of every signature: NVIDIA's
// published nvml.h (github.com/NVIDIA/go-nvml, gen/nvml/nvml.h); "since" names the driver branch
// that brought the symbol (NVML API reference, change log), nothing means 450 or earlier.
//
// All calls are thread-safe and take the driver's lock; any of them may block in the driver.
// All of them answer uninitialized before init; device calls may answer gpu_is_lost at any time.
// `length` is a buffer's size in bytes with the terminating zero (insufficient_size if too small).

namespace mimon::nvml_abi {

using VoidFn = Return (*)();
using InitFn = VoidFn;      ///< nvmlInit_v2; counted, the GPUs open lazily
using ShutdownFn = VoidFn;  ///< nvmlShutdown; the last one closes
using ErrorStringFn = const char* (*)(Return result);

// The system.
using SystemTextFn = Return (*)(char* text, unsigned length);
using SystemGetDriverVersionFn = SystemTextFn;
using SystemGetNvmlVersionFn = SystemTextFn;  ///< nvmlSystemGetNVMLVersion
/// nvmlSystemGetCudaDriverVersion and _v2: 12020 is 12.2.
using SystemGetCudaDriverVersionFn = Return (*)(int* version);

// Shapes that many device calls share.
using DeviceTextFn = Return (*)(Device device, char* text, unsigned length);
using DeviceUintFn = Return (*)(Device device, unsigned* value);
using DeviceUint64Fn = Return (*)(Device device, unsigned long long* value);
using DeviceTwoUintsFn = Return (*)(Device device, unsigned* first, unsigned* second);
using DeviceStateFn = Return (*)(Device device, EnableState* state);

// Finding devices and what they are.
using DeviceGetCountFn = Return (*)(unsigned* count);                           ///< …Count_v2
using DeviceGetHandleByIndexFn = Return (*)(unsigned index, Device* device);    ///< …ByIndex_v2
using DeviceGetHandleByUuidFn = Return (*)(const char* uuid, Device* device);   ///< …ByUUID
using DeviceGetHandleByPciFn = Return (*)(const char* bus_id, Device* device);  ///< …PciBusId_v2
using DeviceGetNameFn = DeviceTextFn;
using DeviceGetUuidFn = DeviceTextFn;  ///< nvmlDeviceGetUUID
using DeviceGetSerialFn = DeviceTextFn;
using DeviceGetVbiosVersionFn = DeviceTextFn;
using DeviceGetIndexFn = DeviceUintFn;
using DeviceGetMinorNumberFn = DeviceUintFn;                             ///< N of /dev/nvidiaN
using DeviceGetPciInfoFn = Return (*)(Device device, PciInfo* pci);      ///< …PciInfo_v3
using DeviceGetPciInfoV1Fn = Return (*)(Device device, PciInfoV1* pci);  ///< …PciInfo, _v2
using DeviceGetArchitectureFn = DeviceUintFn;                            ///< kArch*
using DeviceGetCudaComputeCapabilityFn = Return (*)(Device device, int* major, int* minor);
using DeviceGetNumGpuCoresFn = DeviceUintFn;     ///< since 510
using DeviceGetMemoryBusWidthFn = DeviceUintFn;  ///< bits; since 510
using DeviceGetPersistenceModeFn = DeviceStateFn;
using DeviceGetComputeModeFn = Return (*)(Device device, ComputeMode* mode);
using DeviceGetPerformanceStateFn = Return (*)(Device device, PerformanceState* state);

// Load and memory. Per cent; `period` is the sampling period in µs.
using DeviceGetUtilizationRatesFn = Return (*)(Device device, Utilization* rates);
using DeviceGetMemoryInfoFn = Return (*)(Device device, Memory* memory);
using DeviceGetMemoryInfoV2Fn = Return (*)(Device device, MemoryV2* memory);  ///< since 510
using DeviceEngineUtilizationFn = Return (*)(Device device, unsigned* percent, unsigned* period);
using DeviceGetEncoderUtilizationFn = DeviceEngineUtilizationFn;
using DeviceGetDecoderUtilizationFn = DeviceEngineUtilizationFn;
using DeviceGetJpgUtilizationFn = DeviceEngineUtilizationFn;  ///< since 535
using DeviceGetOfaUtilizationFn = DeviceEngineUtilizationFn;  ///< since 535

// Temperature in °C, fans in per cent of full speed (above 100 is allowed) or RPM.
using DeviceGetTemperatureFn = Return (*)(Device device, TemperatureSensor sensor, unsigned* c);
using DeviceGetTemperatureVFn = Return (*)(Device device, TemperatureV1* reading);  ///< since 560
using DeviceGetTemperatureThresholdFn = Return (*)(Device device, TemperatureThreshold threshold,
                                                   unsigned* c);
using DeviceGetFanSpeedFn = DeviceUintFn;
using DeviceGetFanSpeedV2Fn = Return (*)(Device device, unsigned fan, unsigned* percent);
using DeviceGetNumFansFn = DeviceUintFn;                                          ///< since 510
using DeviceGetFanSpeedRpmFn = Return (*)(Device device, FanSpeedInfo* reading);  ///< since 565

// Power in mW, energy in mJ since the driver was loaded.
using DeviceGetPowerUsageFn = DeviceUintFn;
using DeviceGetEnforcedPowerLimitFn = DeviceUintFn;    ///< the lowest of all limits
using DeviceGetPowerManagementLimitFn = DeviceUintFn;  ///< the one that was set
using DeviceGetPowerManagementDefaultLimitFn = DeviceUintFn;
using DeviceGetPowerManagementLimitConstraintsFn = DeviceTwoUintsFn;  ///< min, max
using DeviceGetTotalEnergyConsumptionFn = DeviceUint64Fn;

// Clocks in MHz; throttle reasons are kThrottle* bits.
using DeviceGetClockInfoFn = Return (*)(Device device, ClockType type, unsigned* mhz);
using DeviceGetMaxClockInfoFn = DeviceGetClockInfoFn;
using DeviceGetCurrentClocksThrottleReasonsFn = DeviceUint64Fn;
using DeviceGetCurrentClocksEventReasonsFn = DeviceUint64Fn;  ///< the same; since 535

// PCIe.
using DeviceGetMaxPcieLinkGenerationFn = DeviceUintFn;
using DeviceGetCurrPcieLinkGenerationFn = DeviceUintFn;
using DeviceGetMaxPcieLinkWidthFn = DeviceUintFn;
using DeviceGetCurrPcieLinkWidthFn = DeviceUintFn;
using DeviceGetPcieReplayCounterFn = DeviceUintFn;
using DeviceGetPcieSpeedFn = DeviceUintFn;  ///< of a lane as it runs: 2500 is 2.5 GT/s; since 515
/// KiB/s over 20 ms, which the call waits for.
using DeviceGetPcieThroughputFn = Return (*)(Device device, PcieCounter counter, unsigned* kib_s);

// Memory health.
using DeviceGetEccModeFn = Return (*)(Device device, EnableState* current, EnableState* pending);
using DeviceGetTotalEccErrorsFn = Return (*)(Device device, MemoryErrorType error,
                                             EccCounterType counter, unsigned long long* count);
using DeviceGetRemappedRowsFn = Return (*)(Device device, unsigned* correctable,
                                           unsigned* uncorrectable, unsigned* pending,
                                           unsigned* failure);
using DeviceGetRowRemapperHistogramFn = Return (*)(Device device, RowRemapperHistogram* banks);
/// `count` is in and out; with null `addresses` and 0 it asks for the number.
using DeviceGetRetiredPagesFn = Return (*)(Device device, PageRetirementCause cause,
                                           unsigned* count, unsigned long long* addresses);
using DeviceGetRetiredPagesPendingStatusFn = DeviceStateFn;

// NVLink; `link` from 0. Versions: 1 is 1.0, 2 is 2.0, 3 is 2.2, 4 is 3.0, 5 is 3.1, 6 is 4.0,
// 7 is 5.0.
using DeviceGetNvLinkStateFn = Return (*)(Device device, unsigned link, EnableState* active);
using DeviceGetNvLinkVersionFn = Return (*)(Device device, unsigned link, unsigned* version);

/// nvmlDeviceGetFieldValues: `count` questions, each answered for itself.
using DeviceGetFieldValuesFn = Return (*)(Device device, int count, FieldValue* values);

// Processes. `count` is in and out: entries there is room for, then entries there are. Too little
// room answers insufficient_size with the number needed.
/// nvmlDeviceGet{Compute,Graphics,MPSCompute}RunningProcesses.
using DeviceGetRunningProcessesV1Fn = Return (*)(Device device, unsigned* count,
                                                 ProcessInfoV1* processes);
/// The same with _v2 (late 450) and _v3 (since 510; documented for 535).
using DeviceGetRunningProcessesV2Fn = Return (*)(Device device, unsigned* count,
                                                 ProcessInfoV2* processes);
/// Samples newer than `last_seen` (µs since 1970); not_found where there are none.
using DeviceGetProcessUtilizationFn = Return (*)(Device device, ProcessUtilizationSample* samples,
                                                 unsigned* count, unsigned long long last_seen);

// MIG. A MIG device's handle goes where a Device goes; most calls don't support it.
using DeviceGetMigModeFn = DeviceTwoUintsFn;  ///< current, pending: EnableState
using DeviceGetMaxMigDeviceCountFn = DeviceUintFn;
/// Indexes may have holes: not_found there.
using DeviceGetMigDeviceHandleByIndexFn = Return (*)(Device device, unsigned index, Device* mig);
using DeviceGetDeviceHandleFromMigDeviceHandleFn = Return (*)(Device mig, Device* parent);
using DeviceIsMigDeviceHandleFn = DeviceUintFn;
using DeviceGetGpuInstanceIdFn = DeviceUintFn;
using DeviceGetComputeInstanceIdFn = DeviceUintFn;
using DeviceGetAttributesFn = Return (*)(Device mig, DeviceAttributes* attributes);  ///< …_v2

// GPM: activity of Hopper and later; since 520.
using GpmSampleAllocFn = Return (*)(GpmSample* sample);
using GpmSampleFreeFn = Return (*)(GpmSample sample);
using GpmSampleGetFn = Return (*)(Device device, GpmSample sample);
using GpmMigSampleGetFn = Return (*)(Device parent, unsigned gpu_instance_id, GpmSample sample);
using GpmMetricsGetFn = Return (*)(GpmMetricsGet* metrics);
using GpmQueryDeviceSupportFn = Return (*)(Device device, GpmSupport* support);

// Events, XIDs among them.
using EventSetCreateFn = Return (*)(EventSet* set);
using EventSetFreeFn = Return (*)(EventSet set);
using DeviceGetSupportedEventTypesFn = DeviceUint64Fn;
using DeviceRegisterEventsFn = Return (*)(Device device, unsigned long long types, EventSet set);
/// nvmlEventSetWait_v2: timeout when nothing came within `timeout_ms` (0 doesn't wait).
using EventSetWaitFn = Return (*)(EventSet set, EventData* data, unsigned timeout_ms);

}  // namespace mimon::nvml_abi
