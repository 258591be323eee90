#include "collectors/nvidia/nvidia_gpu.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "collectors/nvidia/fake_driver.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::optional<Absence> absence(const DeviceSample& sample, const MetricSpec& spec) {
  const Reading* reading = sample.values.find(spec);
  return reading ? reading->absence() : std::nullopt;
}

TEST(NvidiaGpu, GivesEveryMetricOrSaysWhyNot) {
  FakeDriver driver("one");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const DeviceSample sample = driver.play(*gpu, 0, 4).at(0);
  EXPECT_EQ(sample.state, DeviceState::ok);
  for (const MetricSpec* spec : gpu::all_metrics()) {
    EXPECT_NE(sample.values.find(*spec), nullptr) << spec->id;
  }
  // What an H100 does not have.
  const std::vector<const MetricSpec*> without = {&gpu::kFanSpeed, &gpu::kFanRpm, &gpu::kXidLast};
  for (const Reading& reading : sample.values.readings()) {
    if (std::find(without.begin(), without.end(), &reading.spec()) != without.end()) continue;
    EXPECT_TRUE(reading.value().has_value())
        << reading.spec().id << " is absent: " << absence_name(*reading.absence());
  }
  EXPECT_EQ(absence(sample, gpu::kFanSpeed), Absence::unsupported);
}

TEST(NvidiaGpu, TheFirstSampleHasWhatIsCheap) {
  const FakeDriver driver("one");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const DeviceSample sample = gpu->collect(driver.tick()).at(0);
  for (const MetricSpec* spec : {&gpu::kUtilization, &gpu::kMemoryUsedPercent, &gpu::kTemperature,
                                 &gpu::kPowerUsagePercent, &gpu::kClockGpuMax, &gpu::kPcieLimit}) {
    EXPECT_TRUE(sample.values.get(*spec).has_value()) << spec->id;
  }
  EXPECT_EQ(absence(sample, gpu::kEnergy), Absence::not_ready);
  EXPECT_EQ(sample.processes_absence, Absence::not_ready);
}

TEST(NvidiaGpu, AGpuThatIsLostComesBack) {
  FakeDriver driver("lost_returns");
  const auto vendor = driver.vendor();
  const auto gpus = vendor->discover().gpus;
  EXPECT_EQ(driver.play(*gpus.at(1), 17, 19).at(0).state, DeviceState::ok);
  const DeviceSample lost = driver.play(*gpus.at(1), 20, 22).at(0);
  EXPECT_EQ(lost.state, DeviceState::lost);
  EXPECT_THAT(lost.detail, HasSubstr("fell off the bus"));
  EXPECT_THAT(lost.detail, HasSubstr("XID 79"));
  EXPECT_EQ(absence(lost, gpu::kUtilization), Absence::lost);
  EXPECT_EQ(absence(lost, gpu::kFanSpeed), Absence::unsupported);
  EXPECT_EQ(lost.processes_absence, Absence::lost);
  EXPECT_THAT(lost.processes, IsEmpty());
  EXPECT_EQ(driver.beat(*gpus.at(0)).at(0).state, DeviceState::ok);
  const DeviceSample back = driver.play(*gpus.at(1), 60, 63).at(0);
  EXPECT_EQ(back.state, DeviceState::ok);
  EXPECT_TRUE(back.values.get(gpu::kUtilization).has_value());
  EXPECT_TRUE(back.values.get(gpu::kPcieTx).has_value());
  EXPECT_EQ(back.values.get(gpu::kXidLast), 79.0);
}

TEST(NvidiaGpu, EachCardOfAMixedBoxGivesWhatItHas) {
  FakeDriver driver("mixed");
  const auto vendor = driver.vendor();
  const auto gpus = vendor->discover().gpus;
  ASSERT_THAT(gpus, SizeIs(3));
  const DeviceSample accelerator = driver.play(*gpus[0], 0, 4).at(0);
  EXPECT_TRUE(accelerator.values.get(gpu::kNvlinkTx).has_value());
  EXPECT_GT(accelerator.values.get(gpu::kNvlinkLinks).value_or(0), 0);
  EXPECT_EQ(absence(accelerator, gpu::kFanSpeed), Absence::unsupported);
  const DeviceSample consumer = driver.play(*gpus[1], 0, 4).at(0);
  EXPECT_TRUE(consumer.values.get(gpu::kFanSpeed).has_value());
  EXPECT_EQ(absence(consumer, gpu::kNvlinkLinks), Absence::unsupported);
  EXPECT_EQ(absence(consumer, gpu::kEccCorrected), Absence::unsupported);
  const DeviceSample old = driver.play(*gpus[2], 0, 4).at(0);
  EXPECT_TRUE(old.values.get(gpu::kTemperature).has_value());
  EXPECT_EQ(absence(old, gpu::kUtilization), Absence::unsupported);
  EXPECT_EQ(absence(old, gpu::kEnergy), Absence::unsupported);
}

TEST(NvidiaGpu, SumsUpEnergyWhereTheCardDoesNot) {
  FakeDriver driver("old_driver", "old");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(1);
  const DeviceSample before = driver.play(*gpu, 0, 4).at(0);
  const DeviceSample after = driver.play(*gpu, 5, 8).at(0);
  ASSERT_TRUE(before.values.get(gpu::kEnergy).has_value());
  EXPECT_GT(*after.values.get(gpu::kEnergy), *before.values.get(gpu::kEnergy));
}

TEST(NvidiaGpu, DropsGarbage) {
  FakeDriver driver("garbage");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const DeviceSample sample = driver.play(*gpu, 0, 4).at(0);
  for (const MetricSpec* spec : {&gpu::kUtilization, &gpu::kMemoryUtilization, &gpu::kMemoryUsed,
                                 &gpu::kTemperature, &gpu::kPowerUsage, &gpu::kClockGpu}) {
    EXPECT_EQ(absence(sample, *spec), Absence::invalid) << spec->id;
  }
  EXPECT_EQ(sample.device->name, to_utf8(sample.device->name));
  EXPECT_THAT(sample.device->name, HasSubstr("\xEF\xBF\xBD"));
  ASSERT_THAT(sample.processes, SizeIs(2));
  EXPECT_TRUE(sample.processes[0].gpu_memory_used.has_value());
  EXPECT_FALSE(sample.processes[0].gpu_utilization.has_value());
  EXPECT_FALSE(sample.processes[1].gpu_memory_used.has_value());
}

TEST(NvidiaGpu, SaysWhatIsUnsupported) {
  FakeDriver driver("unsupported");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const DeviceSample sample = driver.play(*gpu, 0, 4).at(0);
  EXPECT_EQ(sample.state, DeviceState::ok);
  EXPECT_TRUE(sample.values.get(gpu::kMemoryUsed).has_value());
  for (const MetricSpec* spec : {&gpu::kUtilization, &gpu::kPowerUsage, &gpu::kNvlinkTx,
                                 &gpu::kPcieTx, &gpu::kSmActivity, &gpu::kXidCount}) {
    EXPECT_EQ(absence(sample, *spec), Absence::unsupported) << spec->id;
  }
  EXPECT_EQ(sample.processes_absence, Absence::unsupported);
}

TEST(NvidiaGpu, SaysWhatIsDenied) {
  FakeDriver driver("denied");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const DeviceSample sample = driver.play(*gpu, 0, 4).at(0);
  EXPECT_TRUE(sample.values.get(gpu::kUtilization).has_value());
  EXPECT_EQ(absence(sample, gpu::kEccCorrected), Absence::denied);
  EXPECT_EQ(absence(sample, gpu::kXidCount), Absence::denied);
  EXPECT_EQ(sample.processes_absence, Absence::denied);
}

TEST(NvidiaGpu, WorksWithTheOldestDriver) {
  FakeDriver driver("old_driver", "old");
  const auto vendor = driver.vendor();
  const auto report = vendor->discover();
  EXPECT_EQ(report.status.version, "450.80.02");
  const DeviceSample sample = driver.play(*report.gpus.at(0), 0, 4).at(0);
  for (const MetricSpec* spec : {&gpu::kUtilization, &gpu::kMemoryUsed, &gpu::kTemperature,
                                 &gpu::kPowerUsage, &gpu::kThrottleReasons, &gpu::kPcieTx}) {
    EXPECT_TRUE(sample.values.get(*spec).has_value()) << spec->id;
  }
  EXPECT_EQ(absence(sample, gpu::kMemoryReserved), Absence::unsupported);
  EXPECT_EQ(absence(sample, gpu::kJpeg), Absence::unsupported);
  ASSERT_THAT(sample.processes, SizeIs(1));
  EXPECT_EQ(sample.processes[0].pid, getpid());
}

TEST(NvidiaGpu, TakesTheHostsMemoryWhereItIsShared) {
  FakeDriver driver("unified");
  driver.write_file("/proc/meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 400 kB\n");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const DeviceSample sample = driver.play(*gpu, 0, 4).at(0);
  EXPECT_EQ(sample.values.get(gpu::kMemoryTotal), 1000.0 * 1024);
  EXPECT_EQ(sample.values.get(gpu::kMemoryUsed), 600.0 * 1024);
  EXPECT_EQ(sample.values.get(gpu::kMemoryFree), 400.0 * 1024);
  EXPECT_EQ(absence(sample, gpu::kMemoryReserved), Absence::unsupported);
  EXPECT_EQ(*sample.device->find_info(gpu::kUnifiedMemory), InfoValue(true));
}

TEST(NvidiaGpu, TakesUpEventsAndErrors) {
  FakeDriver driver("xid");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const DeviceSample before = driver.play(*gpu, 0, 4).at(0);
  EXPECT_EQ(before.values.get(gpu::kXidCount), 0.0);
  EXPECT_EQ(absence(before, gpu::kXidLast), Absence::not_ready);
  const DeviceSample after = driver.play(*gpu, 5, 16).at(0);
  EXPECT_EQ(after.values.get(gpu::kXidCount), 2.0);
  EXPECT_EQ(after.values.get(gpu::kXidLast), 63.0);
  EXPECT_EQ(*after.values.get(gpu::kEccCorrected) - *before.values.get(gpu::kEccCorrected), 4.0);
}

}  // namespace
}  // namespace mimon::nvidia
