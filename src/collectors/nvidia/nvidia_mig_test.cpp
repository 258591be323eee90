#include <gmock/gmock.h>

#include "collectors/nvidia/fake_driver.h"
#include "collectors/nvidia/pci_power.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(MigInstances, AreDevicesBelowTheirGpu) {
  FakeDriver driver("mig");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const auto first = gpu->collect(driver.tick());
  ASSERT_THAT(first, SizeIs(4));
  const auto samples = driver.play(*gpu, 0, 4);
  ASSERT_THAT(samples, SizeIs(4));
  EXPECT_EQ(samples[0].device->id, "gpu/0");
  EXPECT_EQ(*samples[0].device->find_info(gpu::kMigMode), InfoValue(true));
  EXPECT_EQ(samples[0].values.find(gpu::kUtilization)->absence(), Absence::unsupported);
  // The number 2 is free.
  EXPECT_EQ(samples[3].device->id, "gpu/0/mig/3");
  EXPECT_EQ(samples[3].device->parent, "gpu/0");
  EXPECT_EQ(samples[3].device->index, 3);
  EXPECT_THAT(samples[3].device->name, HasSubstr("MIG 1g.10gb"));
  EXPECT_THAT(std::get<std::string>(*samples[3].device->find_info(gpu::kUuid)), HasSubstr("MIG-"));
  EXPECT_EQ(samples[1].device, first[1].device);
}

TEST(MigInstances, HaveMemoryActivityAndProcesses) {
  FakeDriver driver("mig");
  const auto vendor = driver.vendor();
  const auto samples = driver.play(*vendor->discover().gpus.at(0), 0, 4);
  ASSERT_THAT(samples, SizeIs(4));
  EXPECT_EQ(samples[1].values.get(gpu::kMemoryTotal), 40448.0 * (1 << 20));
  EXPECT_TRUE(samples[1].values.get(gpu::kMemoryUsedPercent).has_value());
  EXPECT_TRUE(samples[1].values.get(gpu::kUtilization).has_value());
  EXPECT_TRUE(samples[1].values.get(gpu::kSmActivity).has_value());
  EXPECT_THAT(samples[0].processes, SizeIs(2));
  ASSERT_THAT(samples[1].processes, SizeIs(1));
  EXPECT_EQ(samples[1].processes[0].pid, getpid());
  EXPECT_THAT(samples[2].processes, IsEmpty());
  ASSERT_THAT(samples[3].processes, SizeIs(1));
  EXPECT_EQ(samples[3].processes[0].pid, getppid());
}

TEST(MigInstances, AreNamedByTheirProcesses) {
  FakeDriver driver("mig");
  const auto vendor = driver.vendor();
  const auto samples = driver.play(*vendor->discover().gpus.at(0), 0, 4);
  ASSERT_THAT(samples[0].processes, SizeIs(2));
  EXPECT_EQ(samples[0].processes[0].instance, "gpu/0/mig/0");
  EXPECT_EQ(samples[0].processes[1].instance, "gpu/0/mig/3");
  EXPECT_EQ(samples[3].processes[0].instance, "gpu/0/mig/3");
}

TEST(MigInstances, TellTheirProcessesWhereTheGpuMayNot) {
  FakeDriver driver("mig_slice");
  const auto vendor = driver.vendor();
  const auto samples = driver.play(*vendor->discover().gpus.at(0), 0, 4);
  ASSERT_THAT(samples, SizeIs(2));
  EXPECT_EQ(samples[0].processes_absence, std::nullopt);
  ASSERT_THAT(samples[0].processes, SizeIs(1));
  EXPECT_EQ(samples[0].processes[0].pid, getpid());
  EXPECT_EQ(samples[0].processes[0].instance, "gpu/0/mig/1");
  EXPECT_EQ(samples[0].processes[0].gpu_memory_used, 7168.0 * (1 << 20));
  EXPECT_THAT(samples[1].processes, SizeIs(1));
}

TEST(MigInstances, MayKeepTheirProcessesToo) {
  FakeDriver driver("mig_slice");
  driver.write_scenario(R"(
[driver]
version = "550.54.15"
[[gpu]]
card = "h100"
mig_enabled = true
[[gpu.mig]]
index = 0
gpu_instance = 1
memory_mib = 20096
[gpu.returns]
processes = "NO_PERMISSION"
instance_processes = "NO_PERMISSION"
)");
  const auto vendor = driver.vendor();
  const auto samples = driver.play(*vendor->discover().gpus.at(0), 0, 4);
  ASSERT_THAT(samples, SizeIs(2));
  EXPECT_EQ(samples[0].processes_absence, Absence::denied);
  EXPECT_EQ(samples[1].processes_absence, Absence::denied);
}

TEST(MigInstances, AreNotThereOnAWholeGpu) {
  FakeDriver driver("mig");
  const auto vendor = driver.vendor();
  EXPECT_THAT(driver.play(*vendor->discover().gpus.at(1), 0, 4), SizeIs(1));
}

TEST(MigInstances, SleepWithTheirGpu) {
  FakeDriver driver("mig");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  static_cast<void>(driver.play(*gpu, 0, 4));
  const auto bus = std::get<std::string>(*gpu->device()->find_info(gpu::kPciBusId));
  driver.write_file(pci_folder(bus) + "/power/runtime_status", "suspended\n");
  const auto samples = driver.beat(*gpu);
  ASSERT_THAT(samples, SizeIs(4));
  EXPECT_EQ(samples[1].state, DeviceState::asleep);
  EXPECT_EQ(samples[1].values.find(gpu::kMemoryUsed)->absence(), Absence::asleep);
}

}  // namespace
}  // namespace mimon::nvidia
