#include "collectors/nvidia/nvml_abi.h"

#include <gtest/gtest.h>

#include <cstddef>

// The numbers below are worked out by hand from the member lists of NVIDIA's published nvml.h for
// the x86-64 and AArch64 Linux ABIs (int 4, long long, double and pointers 8 bytes).

namespace mimon::nvml_abi {
namespace {

TEST(NvmlAbi, EnumsAreInts) {
  EXPECT_EQ(sizeof(Return), 4u);
  EXPECT_EQ(sizeof(EnableState), 4u);
  EXPECT_EQ(sizeof(ClockType), 4u);
  EXPECT_EQ(sizeof(ValueType), 4u);
  EXPECT_EQ(static_cast<int>(Return::lib_rm_version_mismatch), 18);
  EXPECT_EQ(static_cast<int>(Return::argument_version_mismatch), 25);
  EXPECT_EQ(static_cast<int>(Return::gpu_is_lost), 15);
}

TEST(NvmlAbi, PciInfo) {
  EXPECT_EQ(sizeof(PciInfo), 68u);
  EXPECT_EQ(offsetof(PciInfo, domain), 16u);
  EXPECT_EQ(offsetof(PciInfo, pci_device_id), 28u);
  EXPECT_EQ(offsetof(PciInfo, pci_sub_system_id), 32u);
  EXPECT_EQ(offsetof(PciInfo, bus_id), 36u);
  EXPECT_EQ(sizeof(PciInfoV1), 52u);
  EXPECT_EQ(offsetof(PciInfoV1, reserved), 36u);
}

TEST(NvmlAbi, UtilizationAndMemory) {
  EXPECT_EQ(sizeof(Utilization), 8u);
  EXPECT_EQ(offsetof(Utilization, memory), 4u);
  EXPECT_EQ(sizeof(Memory), 24u);
  EXPECT_EQ(offsetof(Memory, free), 8u);
  EXPECT_EQ(offsetof(Memory, used), 16u);
  EXPECT_EQ(sizeof(MemoryV2), 40u);
  EXPECT_EQ(offsetof(MemoryV2, total), 8u);
  EXPECT_EQ(offsetof(MemoryV2, reserved), 16u);
  EXPECT_EQ(offsetof(MemoryV2, free), 24u);
  EXPECT_EQ(offsetof(MemoryV2, used), 32u);
  EXPECT_EQ(kMemoryV2Version, 0x02000028u);
}

TEST(NvmlAbi, Processes) {
  EXPECT_EQ(sizeof(ProcessInfoV1), 16u);
  EXPECT_EQ(offsetof(ProcessInfoV1, used_gpu_memory), 8u);
  EXPECT_EQ(sizeof(ProcessInfoV2), 24u);
  EXPECT_EQ(offsetof(ProcessInfoV2, used_gpu_memory), 8u);
  EXPECT_EQ(offsetof(ProcessInfoV2, gpu_instance_id), 16u);
  EXPECT_EQ(offsetof(ProcessInfoV2, compute_instance_id), 20u);
  EXPECT_EQ(sizeof(ProcessUtilizationSample), 32u);
  EXPECT_EQ(offsetof(ProcessUtilizationSample, timestamp), 8u);
  EXPECT_EQ(offsetof(ProcessUtilizationSample, sm), 16u);
  EXPECT_EQ(offsetof(ProcessUtilizationSample, memory), 20u);
  EXPECT_EQ(offsetof(ProcessUtilizationSample, encoder), 24u);
  EXPECT_EQ(offsetof(ProcessUtilizationSample, decoder), 28u);
}

TEST(NvmlAbi, VersionedReadings) {
  EXPECT_EQ(sizeof(TemperatureV1), 12u);
  EXPECT_EQ(offsetof(TemperatureV1, sensor), 4u);
  EXPECT_EQ(offsetof(TemperatureV1, temperature), 8u);
  EXPECT_EQ(kTemperatureV1Version, 0x0100000cu);
  EXPECT_EQ(sizeof(FanSpeedInfo), 12u);
  EXPECT_EQ(offsetof(FanSpeedInfo, fan), 4u);
  EXPECT_EQ(offsetof(FanSpeedInfo, speed), 8u);
  EXPECT_EQ(kFanSpeedInfoVersion, 0x0100000cu);
}

TEST(NvmlAbi, FieldValues) {
  EXPECT_EQ(sizeof(Value), 8u);
  EXPECT_EQ(sizeof(FieldValue), 40u);
  EXPECT_EQ(offsetof(FieldValue, scope_id), 4u);
  EXPECT_EQ(offsetof(FieldValue, timestamp), 8u);
  EXPECT_EQ(offsetof(FieldValue, latency_usec), 16u);
  EXPECT_EQ(offsetof(FieldValue, value_type), 24u);
  EXPECT_EQ(offsetof(FieldValue, result), 28u);
  EXPECT_EQ(offsetof(FieldValue, value), 32u);
}

TEST(NvmlAbi, MigAndRows) {
  EXPECT_EQ(sizeof(RowRemapperHistogram), 20u);
  EXPECT_EQ(offsetof(RowRemapperHistogram, none), 16u);
  EXPECT_EQ(sizeof(DeviceAttributes), 40u);
  EXPECT_EQ(offsetof(DeviceAttributes, gpu_instance_slice_count), 24u);
  EXPECT_EQ(offsetof(DeviceAttributes, compute_instance_slice_count), 28u);
  EXPECT_EQ(offsetof(DeviceAttributes, memory_size_mib), 32u);
}

TEST(NvmlAbi, Events) {
  EXPECT_EQ(sizeof(EventData), 32u);
  EXPECT_EQ(offsetof(EventData, type), 8u);
  EXPECT_EQ(offsetof(EventData, data), 16u);
  EXPECT_EQ(offsetof(EventData, gpu_instance_id), 24u);
  EXPECT_EQ(offsetof(EventData, compute_instance_id), 28u);
}

TEST(NvmlAbi, Gpm) {
  EXPECT_EQ(sizeof(GpmMetric), 40u);
  EXPECT_EQ(offsetof(GpmMetric, result), 4u);
  EXPECT_EQ(offsetof(GpmMetric, value), 8u);
  EXPECT_EQ(offsetof(GpmMetric, info), 16u);
  EXPECT_EQ(offsetof(GpmMetricsGet, metric_count), 4u);
  EXPECT_EQ(offsetof(GpmMetricsGet, sample1), 8u);
  EXPECT_EQ(offsetof(GpmMetricsGet, sample2), 16u);
  EXPECT_EQ(offsetof(GpmMetricsGet, metrics), 24u);
  EXPECT_EQ(sizeof(GpmMetricsGet), 13344u);
  EXPECT_EQ(sizeof(GpmSupport), 8u);
  EXPECT_EQ(offsetof(GpmSupport, is_supported_device), 4u);
}

}  // namespace
}  // namespace mimon::nvml_abi
