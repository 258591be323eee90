#pragma once

#include "collectors/nvidia/nvml_abi_enums.h"

// Structures of the NVML ABI that a monitor needs: our own declarations of the layout that
// NVIDIA's published nvml.h documents (github.com/NVIDIA/go-nvml, gen/nvml/nvml.h). Sizes and
// offsets are held to that document by nvml_abi_test.cpp. Plain C layout; the caller owns every
// buffer. Structures with a `version` are refused by the driver unless it is set first.

namespace mimon::nvml_abi {

using Device = struct DeviceOpaque*;        ///< nvmlDevice_t; the library's, valid until shutdown
using EventSet = struct EventSetOpaque*;    ///< nvmlEventSet_t; free with EventSetFree
using GpmSample = struct GpmSampleOpaque*;  ///< nvmlGpmSample_t; free with GpmSampleFree

/// The value of a structure's `version`: NVML_STRUCT_VERSION(type, number).
template <typename T>
constexpr unsigned struct_version(unsigned number) {
  return static_cast<unsigned>(sizeof(T)) | number << 24;
}

/// nvmlPciInfo_t, as nvmlDeviceGetPciInfo_v3 fills it.
struct PciInfo {
  char bus_id_legacy[16];  ///< "0000:3B:00.0"
  unsigned domain;
  unsigned bus;
  unsigned device;
  unsigned pci_device_id;      ///< device id << 16 | vendor id
  unsigned pci_sub_system_id;  ///< likewise for the board
  char bus_id[32];             ///< "00000000:3B:00.0"
};

/// What nvmlDeviceGetPciInfo_v2 and the call without a suffix fill (nvml.h before CUDA 9.2).
struct PciInfoV1 {
  char bus_id[16];
  unsigned domain;
  unsigned bus;
  unsigned device;
  unsigned pci_device_id;
  unsigned pci_sub_system_id;
  unsigned reserved[4];
};

/// nvmlUtilization_t: per cent of the last sample period (1/6 s to 1 s) with a kernel running,
/// and with device memory being read or written.
struct Utilization {
  unsigned gpu;
  unsigned memory;
};

/// nvmlMemory_t, bytes. `used` includes what the driver reserves.
struct Memory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};

/// nvmlMemory_v2_t, bytes. `used` is without `reserved`.
struct MemoryV2 {
  unsigned version;  ///< kMemoryV2Version
  unsigned long long total;
  unsigned long long reserved;
  unsigned long long free;
  unsigned long long used;
};
inline constexpr unsigned kMemoryV2Version = struct_version<MemoryV2>(2);

/// nvmlProcessInfo_v1_t: one entry of the lists without a suffix.
struct ProcessInfoV1 {
  unsigned pid;                        ///< in the host's PID namespace
  unsigned long long used_gpu_memory;  ///< bytes, or kValueNotAvailable
};

/// nvmlProcessInfo_v2_t: one entry of the _v2 and _v3 lists.
struct ProcessInfoV2 {
  unsigned pid;                        ///< in the host's PID namespace
  unsigned long long used_gpu_memory;  ///< bytes, or kValueNotAvailable
  unsigned gpu_instance_id;            ///< or kInstanceNotAvailable
  unsigned compute_instance_id;        ///< or kInstanceNotAvailable
};

/// nvmlProcessUtilizationSample_t. Per cent; values above 100 do occur and mean nothing.
struct ProcessUtilizationSample {
  unsigned pid;
  unsigned long long timestamp;  ///< µs since 1970
  unsigned sm;
  unsigned memory;
  unsigned encoder;
  unsigned decoder;
};

/// nvmlTemperature_t.
struct TemperatureV1 {
  unsigned version;  ///< kTemperatureV1Version
  TemperatureSensor sensor;
  int temperature;  ///< °C
};
inline constexpr unsigned kTemperatureV1Version = struct_version<TemperatureV1>(1);

/// nvmlFanSpeedInfo_t.
struct FanSpeedInfo {
  unsigned version;  ///< kFanSpeedInfoVersion
  unsigned fan;      ///< in: index from 0
  unsigned speed;    ///< out: RPM
};
inline constexpr unsigned kFanSpeedInfoVersion = struct_version<FanSpeedInfo>(1);

/// nvmlValue_t.
union Value {
  double float64;
  int signed_int;
  unsigned unsigned_int;
  unsigned long unsigned_long;
  unsigned long long unsigned_long_long;
  long long signed_long_long;
  unsigned short unsigned_short;
};

/// nvmlFieldValue_t: one question to nvmlDeviceGetFieldValues, answered in place.
struct FieldValue {
  unsigned field_id;    ///< in: kField*
  unsigned scope_id;    ///< in: link, power scope, … ; 0 where it means nothing
  long long timestamp;  ///< µs since 1970
  long long latency_usec;
  ValueType value_type;
  Return result;  ///< whether `value` counts
  Value value;
};

/// nvmlRowRemapperHistogramValues_t: banks by how many spare rows they have left.
struct RowRemapperHistogram {
  unsigned max;
  unsigned high;
  unsigned partial;
  unsigned low;
  unsigned none;
};

/// nvmlDeviceAttributes_t: what a MIG instance consists of.
struct DeviceAttributes {
  unsigned multiprocessor_count;
  unsigned shared_copy_engine_count;
  unsigned shared_decoder_count;
  unsigned shared_encoder_count;
  unsigned shared_jpeg_count;
  unsigned shared_ofa_count;
  unsigned gpu_instance_slice_count;
  unsigned compute_instance_slice_count;
  unsigned long long memory_size_mib;
};

/// nvmlEventData_t of nvmlEventSetWait_v2. The call without a suffix fills the first 24 bytes.
struct EventData {
  Device device;
  unsigned long long type;       ///< one kEvent* bit
  unsigned long long data;       ///< for kEventXid the XID's number
  unsigned gpu_instance_id;      ///< or kInstanceNotAvailable
  unsigned compute_instance_id;  ///< or kInstanceNotAvailable
};

/// nvmlGpmMetric_t.
struct GpmMetric {
  unsigned metric_id;  ///< in: kGpm*
  Return result;       ///< whether `value` counts
  double value;
  struct Info {
    char* short_name;  ///< the library's, static
    char* long_name;
    char* unit;
  } info;
};

/// The array's length in the newest header (333); older ones have 98 and 210 under the same
/// version. A driver touches the first `metric_count` entries only, so the longest is safe.
inline constexpr unsigned kGpmMetricMax = 333;
inline constexpr unsigned kGpmMetricsGetVersion = 1;
inline constexpr unsigned kGpmSupportVersion = 1;

/// nvmlGpmMetricsGet_t: rates between two samples of one device, at least 100 ms apart.
struct GpmMetricsGet {
  unsigned version;       ///< kGpmMetricsGetVersion
  unsigned metric_count;  ///< in: entries of `metrics` to fill
  GpmSample sample1;      ///< in: the older
  GpmSample sample2;      ///< in: the newer
  GpmMetric metrics[kGpmMetricMax];
};

/// nvmlGpmSupport_t.
struct GpmSupport {
  unsigned version;              ///< kGpmSupportVersion
  unsigned is_supported_device;  ///< out: 0 or 1
};

}  // namespace mimon::nvml_abi
