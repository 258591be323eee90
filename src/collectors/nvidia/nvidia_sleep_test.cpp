#include <gmock/gmock.h>

#include "collectors/nvidia/fake_driver.h"
#include "collectors/nvidia/pci_power.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

using ::testing::SizeIs;

/// Where the kernel has the PCI device of a GPU.
std::string folder_of(const GpuCollector& gpu) {
  return pci_folder(std::get<std::string>(*gpu.device()->find_info(gpu::kPciBusId)));
}

void add_to_bus(const FakeDriver& driver, const std::string& folder, std::string_view status) {
  driver.write_file(folder + "/vendor", "0x10de\n");
  driver.write_file(folder + "/class", "0x030200\n");
  driver.write_file(folder + "/power/runtime_status", status);
}

TEST(NvidiaSleep, LeavesASuspendedGpuAlone) {
  FakeDriver driver("one");
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  const std::string file = folder_of(*gpu) + "/power/runtime_status";
  driver.write_file(file, "suspended\n");
  const DeviceSample asleep = driver.beat(*gpu).at(0);
  EXPECT_EQ(asleep.state, DeviceState::asleep);
  EXPECT_NE(asleep.detail, "");
  EXPECT_EQ(asleep.values.find(gpu::kUtilization)->absence(), Absence::asleep);
  driver.write_file(file, "active\n");
  EXPECT_EQ(driver.beat(*gpu).at(0).state, DeviceState::ok);
}

TEST(NvidiaSleep, DoesNotWakeAGpuToFindIt) {
  FakeDriver driver("one");
  const std::string folder = folder_of(*driver.vendor()->discover().gpus.at(0));
  add_to_bus(driver, folder, "suspended\n");
  driver.write_file(
      "/proc/driver/nvidia/gpus/" + folder.substr(folder.rfind('/') + 1) + "/information",
      "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 16\n");
  const auto vendor = driver.vendor();
  const auto before = vendor->discover();
  ASSERT_THAT(before.gpus, SizeIs(1));
  const DeviceSample asleep = driver.beat(*before.gpus[0]).at(0);
  EXPECT_EQ(asleep.state, DeviceState::asleep);
  EXPECT_EQ(asleep.device->id, "gpu/0");
  EXPECT_EQ(asleep.device->name, "NVIDIA H100 80GB HBM3");
  EXPECT_EQ(asleep.device->find_info(gpu::kUuid), nullptr);
  EXPECT_EQ(vendor->discover().gpus, before.gpus);
  driver.write_file(folder + "/power/runtime_status", "active\n");
  const auto after = vendor->discover();
  ASSERT_THAT(after.gpus, SizeIs(1));
  EXPECT_EQ(driver.beat(*after.gpus[0]).at(0).state, DeviceState::ok);
  EXPECT_NE(after.gpus[0]->device()->find_info(gpu::kUuid), nullptr);
}

constexpr std::string_view kIdle = R"(
  [driver]
  version = "550.54.15"
  cuda = 12040
  [[gpu]]
  card = "h100"
  [gpu.raw]
  utilization = 0
)";

TEST(NvidiaSleep, LetsAnIdleGpuSleepThatMay) {
  FakeDriver driver("one");
  driver.write_scenario(kIdle);
  const auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  EXPECT_EQ(driver.play(*gpu, 0, 15).at(0).state, DeviceState::ok) << "it may not sleep";
  driver.write_file(folder_of(*gpu) + "/power/control", "auto\n");
  EXPECT_EQ(driver.play(*gpu, 16, 26).at(0).state, DeviceState::ok);
  const DeviceSample resting = driver.play(*gpu, 27, 40).at(0);
  EXPECT_EQ(resting.state, DeviceState::stale);
  EXPECT_EQ(resting.values.find(gpu::kUtilization)->absence(), Absence::stale);
  EXPECT_EQ(driver.play(*gpu, 41, 100).at(0).state, DeviceState::ok) << "it did not fall asleep";
}

}  // namespace
}  // namespace mimon::nvidia
