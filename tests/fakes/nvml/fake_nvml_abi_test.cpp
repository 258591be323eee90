#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <vector>

#include "nvml_fixture.h"

// What the stand-in insists on, as the driver does: versions, sizes, protocols, missing symbols.

namespace mimon::fake_nvml_test {
namespace {

using nvml_abi::FieldValue;
using nvml_abi::ProcessInfoV1;
using nvml_abi::ProcessInfoV2;
using nvml_abi::ProcessUtilizationSample;

class FakeNvmlAbi : public NvmlFixture {
 protected:
  template <typename Entry>
  std::vector<Entry> processes(const char* name, Device device) const {
    using Fn = Return (*)(Device, unsigned*, Entry*);
    unsigned count = 0;
    const Return sized = call<Fn>(name, device, &count, static_cast<Entry*>(nullptr));
    EXPECT_EQ(sized, count == 0 ? Return::success : Return::insufficient_size);
    std::vector<Entry> list(count);
    if (count == 0) return list;
    EXPECT_EQ(call<Fn>(name, device, &count, list.data()), Return::success);
    return list;
  }

  FieldValue field(Device device, unsigned id, unsigned scope = 0) const {
    FieldValue value{};
    value.field_id = id;
    value.scope_id = scope;
    EXPECT_EQ(call<nvml_abi::DeviceGetFieldValuesFn>("nvmlDeviceGetFieldValues", device, 1, &value),
              Return::success);
    return value;
  }

  Return utilization(std::vector<ProcessUtilizationSample>& samples,
                     unsigned long long last_seen) const {
    unsigned count = 0;
    const auto ask = [&](ProcessUtilizationSample* out) {
      return call<nvml_abi::DeviceGetProcessUtilizationFn>("nvmlDeviceGetProcessUtilization",
                                                           gpu(0), out, &count, last_seen);
    };
    const Return sized = ask(nullptr);
    if (sized != Return::insufficient_size) return sized;
    samples.resize(count);
    return ask(samples.data());
  }
};

TEST_F(FakeNvmlAbi, ChecksStructureVersions) {
  ASSERT_EQ(start("one"), Return::success);
  nvml_abi::MemoryV2 memory{};
  memory.version = 2;
  EXPECT_EQ(get("nvmlDeviceGetMemoryInfo_v2", gpu(0), memory), Return::argument_version_mismatch);
  memory.version = nvml_abi::kMemoryV2Version;
  EXPECT_EQ(get("nvmlDeviceGetMemoryInfo_v2", gpu(0), memory), Return::success);
  EXPECT_EQ(memory.total, memory.reserved + memory.free + memory.used);
  nvml_abi::TemperatureV1 temperature{};
  EXPECT_EQ(get("nvmlDeviceGetTemperatureV", gpu(0), temperature),
            Return::argument_version_mismatch);
  temperature.version = nvml_abi::kTemperatureV1Version;
  EXPECT_EQ(get("nvmlDeviceGetTemperatureV", gpu(0), temperature), Return::success);
  nvml_abi::GpmSupport support{};
  EXPECT_EQ(get("nvmlGpmQueryDeviceSupport", gpu(0), support), Return::argument_version_mismatch);
}

TEST_F(FakeNvmlAbi, RefusesStrangeHandlesAndNullPointers) {
  ASSERT_EQ(start("one"), Return::success);
  unsigned power = 0;
  EXPECT_EQ(get("nvmlDeviceGetPowerUsage", static_cast<Device>(nullptr), power),
            Return::invalid_argument);
  EXPECT_EQ(get("nvmlDeviceGetPowerUsage", reinterpret_cast<Device>(&power), power),
            Return::invalid_argument);
  unsigned* none = nullptr;
  EXPECT_EQ(call<nvml_abi::DeviceUintFn>("nvmlDeviceGetPowerUsage", gpu(0), none),
            Return::invalid_argument);
}

TEST_F(FakeNvmlAbi, ProcessListsInEveryVersion) {
  ASSERT_EQ(start("one"), Return::success);
  const auto v1 = processes<ProcessInfoV1>("nvmlDeviceGetComputeRunningProcesses", gpu(0));
  const auto v2 = processes<ProcessInfoV2>("nvmlDeviceGetComputeRunningProcesses_v2", gpu(0));
  const auto v3 = processes<ProcessInfoV2>("nvmlDeviceGetComputeRunningProcesses_v3", gpu(0));
  ASSERT_EQ(v1.size(), 1u);
  ASSERT_EQ(v2.size(), 1u);
  ASSERT_EQ(v3.size(), 1u);
  const auto self = static_cast<unsigned>(::getpid());
  EXPECT_EQ(v1[0].pid, self);
  EXPECT_EQ(v2[0].pid, self);
  EXPECT_EQ(v3[0].pid, self);
  EXPECT_EQ(v3[0].used_gpu_memory, 61440ull << 20);
  EXPECT_EQ(v3[0].gpu_instance_id, nvml_abi::kInstanceNotAvailable);
  const auto graphics =
      processes<ProcessInfoV2>("nvmlDeviceGetGraphicsRunningProcesses_v3", gpu(0));
  ASSERT_EQ(graphics.size(), 1u);
  EXPECT_EQ(graphics[0].pid, static_cast<unsigned>(::getppid()));
  EXPECT_TRUE(
      processes<ProcessInfoV2>("nvmlDeviceGetMPSComputeRunningProcesses_v3", gpu(0)).empty());
}

TEST_F(FakeNvmlAbi, TooLittleRoomSaysHowMuchIsNeeded) {
  ASSERT_EQ(start("processes_200"), Return::success);
  std::vector<ProcessInfoV2> list(10);
  unsigned count = 10;
  const auto ask = [&] {
    return call<nvml_abi::DeviceGetRunningProcessesV2Fn>("nvmlDeviceGetComputeRunningProcesses_v3",
                                                         gpu(0), &count, list.data());
  };
  EXPECT_EQ(ask(), Return::insufficient_size);
  EXPECT_EQ(count, 201u);
  list.resize(count);
  EXPECT_EQ(ask(), Return::success);
  EXPECT_EQ(list.back().pid, 40199u);
}

TEST_F(FakeNvmlAbi, UnavailableProcessMemoryIsAllOnes) {
  ASSERT_EQ(start("garbage"), Return::success);
  const auto list = processes<ProcessInfoV2>("nvmlDeviceGetComputeRunningProcesses_v3", gpu(0));
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0].used_gpu_memory, nvml_abi::kValueNotAvailable);
  EXPECT_EQ(list[1].used_gpu_memory, 4096ull << 20);
}

TEST_F(FakeNvmlAbi, Driver535SpreadsTheThirdList) {
  ASSERT_EQ(start("driver535"), Return::success);
  const auto sane = processes<ProcessInfoV2>("nvmlDeviceGetComputeRunningProcesses_v2", gpu(0));
  const auto odd = processes<ProcessInfoV2>("nvmlDeviceGetComputeRunningProcesses_v3", gpu(0));
  ASSERT_EQ(odd.size(), 3u);
  EXPECT_EQ(odd[0].pid, sane[0].pid);
  EXPECT_NE(odd[1].pid, sane[1].pid);
  EXPECT_EQ(odd[1].used_gpu_memory & 0xffffffff, sane[1].pid);
}

TEST_F(FakeNvmlAbi, ProcessUtilizationHonoursLastSeen) {
  ASSERT_EQ(start("one"), Return::success);
  at(60.5);
  std::vector<ProcessUtilizationSample> samples;
  ASSERT_EQ(utilization(samples, 0), Return::success);
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_GT(samples[0].sm, 70u);
  const unsigned long long seen = samples[0].timestamp;
  EXPECT_EQ(utilization(samples, seen), Return::not_found);
  at(61.5);
  ASSERT_EQ(utilization(samples, seen), Return::success);
  EXPECT_EQ(samples[0].timestamp, seen + 1'000'000);
}

TEST_F(FakeNvmlAbi, IdleGpuHasNoProcessUtilization) {
  ASSERT_EQ(start("eight"), Return::success);
  unsigned count = 0;
  ProcessUtilizationSample* none = nullptr;
  EXPECT_EQ(call<nvml_abi::DeviceGetProcessUtilizationFn>("nvmlDeviceGetProcessUtilization", gpu(7),
                                                          none, &count, 0ull),
            Return::not_found);
}

TEST_F(FakeNvmlAbi, FieldsAnswerEachForItself) {
  ASSERT_EQ(start("one"), Return::success);
  at(60);
  EXPECT_EQ(field(gpu(0), nvml_abi::kFieldPowerInstant).value.unsigned_int,
            value("nvmlDeviceGetPowerUsage", gpu(0)));
  const FieldValue all = field(gpu(0), nvml_abi::kFieldNvlinkDataTx, nvml_abi::kAllLinks);
  EXPECT_EQ(all.result, Return::success);
  EXPECT_EQ(all.value_type, nvml_abi::ValueType::unsigned_long_long);
  const FieldValue one = field(gpu(0), nvml_abi::kFieldNvlinkDataTx, 3);
  EXPECT_NEAR(static_cast<double>(one.value.unsigned_long_long) * 18,
              static_cast<double>(all.value.unsigned_long_long), 18);
  EXPECT_EQ(field(gpu(0), nvml_abi::kFieldNvlinkDataTx, 18).result, Return::invalid_argument);
  EXPECT_EQ(field(gpu(0), nvml_abi::kFieldPcieTxBytes).result, Return::not_supported);
  EXPECT_EQ(field(gpu(0), 9999).result, Return::not_supported);
}

TEST_F(FakeNvmlAbi, MigInstancesAnswerForThemselves) {
  ASSERT_EQ(start("mig"), Return::success);
  const Device parent = gpu(0);
  nvml_abi::Utilization rates{};
  EXPECT_EQ(get("nvmlDeviceGetUtilizationRates", parent, rates), Return::not_supported);
  EXPECT_EQ(get("nvmlDeviceGetUtilizationRates", gpu(1), rates), Return::success);
  Device mig = nullptr;
  const auto by_index = [&](unsigned index) {
    return call<nvml_abi::DeviceGetMigDeviceHandleByIndexFn>("nvmlDeviceGetMigDeviceHandleByIndex",
                                                             parent, index, &mig);
  };
  EXPECT_EQ(by_index(2), Return::not_found);
  ASSERT_EQ(by_index(3), Return::success);
  EXPECT_EQ(text("nvmlDeviceGetName", mig), "NVIDIA H100 80GB HBM3 MIG 1g.10gb");
  EXPECT_EQ(value("nvmlDeviceGetGpuInstanceId", mig), 13u);
  const auto attributes = value<nvml_abi::DeviceAttributes>("nvmlDeviceGetAttributes_v2", mig);
  EXPECT_EQ(attributes.memory_size_mib, 9984u);
  EXPECT_EQ(value<nvml_abi::Memory>("nvmlDeviceGetMemoryInfo", mig).total, 9984ull << 20);
  EXPECT_EQ(get("nvmlDeviceGetUtilizationRates", mig, rates), Return::not_supported);
  EXPECT_EQ(value<Device>("nvmlDeviceGetDeviceHandleFromMigDeviceHandle", mig), parent);
  const auto own = processes<ProcessInfoV2>("nvmlDeviceGetComputeRunningProcesses_v3", mig);
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(own[0].gpu_instance_id, 13u);
  EXPECT_EQ(processes<ProcessInfoV2>("nvmlDeviceGetComputeRunningProcesses_v3", parent).size(), 2u);
}

TEST_F(FakeNvmlAbi, GpmComparesTwoSamples) {
  ASSERT_EQ(start("one"), Return::success);
  nvml_abi::GpmSample older = nullptr;
  nvml_abi::GpmSample newer = nullptr;
  const auto take = [&](nvml_abi::GpmSample sample) {
    return call<nvml_abi::GpmSampleGetFn>("nvmlGpmSampleGet", gpu(0), sample);
  };
  ASSERT_EQ(call<nvml_abi::GpmSampleAllocFn>("nvmlGpmSampleAlloc", &older), Return::success);
  ASSERT_EQ(call<nvml_abi::GpmSampleAllocFn>("nvmlGpmSampleAlloc", &newer), Return::success);
  at(60);
  ASSERT_EQ(take(older), Return::success);
  auto request = std::make_unique<nvml_abi::GpmMetricsGet>();
  const auto ask = [&] {
    return call<nvml_abi::GpmMetricsGetFn>("nvmlGpmMetricsGet", request.get());
  };
  request->metric_count = 3;
  request->sample1 = older;
  request->sample2 = newer;
  request->metrics[0].metric_id = nvml_abi::kGpmSmUtil;
  request->metrics[1].metric_id = nvml_abi::kGpmAnyTensorUtil;
  request->metrics[2].metric_id = 299;
  EXPECT_EQ(ask(), Return::argument_version_mismatch);
  request->version = nvml_abi::kGpmMetricsGetVersion;
  EXPECT_EQ(ask(), Return::invalid_argument);
  at(61);
  ASSERT_EQ(take(newer), Return::success);
  ASSERT_EQ(ask(), Return::success);
  EXPECT_GT(request->metrics[0].value, 70);
  EXPECT_LT(request->metrics[1].value, request->metrics[0].value);
  EXPECT_EQ(request->metrics[2].result, Return::not_supported);
  EXPECT_EQ(call<nvml_abi::GpmSampleFreeFn>("nvmlGpmSampleFree", older), Return::success);
  EXPECT_EQ(call<nvml_abi::GpmSampleFreeFn>("nvmlGpmSampleFree", newer), Return::success);
}

TEST_F(FakeNvmlAbi, EventSetDeliversEachXidOnce) {
  ASSERT_EQ(start("xid"), Return::success);
  nvml_abi::EventSet set = nullptr;
  ASSERT_EQ(call<nvml_abi::EventSetCreateFn>("nvmlEventSetCreate", &set), Return::success);
  ASSERT_EQ(call<nvml_abi::DeviceRegisterEventsFn>("nvmlDeviceRegisterEvents", gpu(0),
                                                   nvml_abi::kEventXid, set),
            Return::success);
  nvml_abi::EventData data{};
  const auto wait = [&] {
    return call<nvml_abi::EventSetWaitFn>("nvmlEventSetWait_v2", set, &data, 0u);
  };
  EXPECT_EQ(wait(), Return::timeout);
  at(10);
  ASSERT_EQ(wait(), Return::success);
  EXPECT_EQ(data.device, gpu(0));
  EXPECT_EQ(data.data, 13u);
  ASSERT_EQ(wait(), Return::success);
  EXPECT_EQ(data.data, 63u);
  EXPECT_EQ(wait(), Return::timeout);
  EXPECT_EQ(call<nvml_abi::EventSetFreeFn>("nvmlEventSetFree", set), Return::success);
}

TEST_F(FakeNvmlAbi, OldVariantLacksWhatTheDriverLacks) {
  ASSERT_EQ(start("old_driver", "old/"), Return::success);
  for (const char* name :
       {"nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2",
        "nvmlDeviceGetMemoryInfo_v2", "nvmlGpmMetricsGet", "nvmlDeviceGetFanSpeedRPM",
        "nvmlDeviceGetCurrentClocksEventReasons"}) {
    EXPECT_EQ(symbol(name), nullptr) << name;
  }
  EXPECT_EQ(processes<ProcessInfoV1>("nvmlDeviceGetComputeRunningProcesses", gpu(0)).size(), 1u);
  EXPECT_EQ(value<unsigned long long>("nvmlDeviceGetCurrentClocksThrottleReasons", gpu(0)), 0u);
  EXPECT_EQ(field(gpu(0), nvml_abi::kFieldPowerInstant).result, Return::not_supported);
}

TEST_F(FakeNvmlAbi, R470HasTheSecondListOnly) {
  ASSERT_EQ(start("one", "r470/"), Return::success);
  EXPECT_EQ(symbol("nvmlDeviceGetComputeRunningProcesses_v3"), nullptr);
  EXPECT_EQ(processes<ProcessInfoV2>("nvmlDeviceGetComputeRunningProcesses_v2", gpu(0)).size(), 1u);
}

TEST_F(FakeNvmlAbi, ExportsNothingElse) {
  ASSERT_EQ(start("one"), Return::success);
  EXPECT_EQ(symbol("_ZN5mimon9fake_nvml13load_scenarioEv"), nullptr);
}

}  // namespace
}  // namespace mimon::fake_nvml_test
