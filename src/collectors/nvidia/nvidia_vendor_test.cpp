#include "collectors/nvidia/nvidia_vendor.h"

#include <gmock/gmock.h>

#include <array>

#include "collectors/nvidia/fake_driver.h"
#include "collectors/nvidia/nvml_library.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using State = VendorStatus::State;

TEST(NvidiaVendor, SaysThatThereIsNoDriver) {
  const auto vendor = make_nvidia_vendor(FileTree("/nonexistent"), null_logger(), {});
  const auto report = vendor->discover();
  EXPECT_EQ(report.status.state, State::absent);
  EXPECT_THAT(report.status.detail, HasSubstr("No NVIDIA driver is installed"));
  EXPECT_THAT(report.gpus, IsEmpty());
}

TEST(NvidiaVendor, SaysWhichNamedLibraryCannotBeLoaded) {
  const auto vendor = make_nvidia_vendor(FileTree("/"), null_logger(), "/nonexistent/libnvml.so");
  const auto report = vendor->discover();
  EXPECT_EQ(report.status.state, State::failed);
  EXPECT_THAT(report.status.detail, HasSubstr("/nonexistent/libnvml.so"));
}

TEST(NvmlLibrary, IsTheFirstThatCanStart) {
  const FakeDriver driver("one");
  const char* no_nvml = "libm.so.6";
  const std::array places = {"/nonexistent/libnvml.so", no_nvml, no_nvml, driver.library().c_str()};
  const auto opened = NvmlLibrary::open_first(places);
  EXPECT_EQ(opened.state, State::ok);
  ASSERT_NE(opened.library, nullptr);
  EXPECT_EQ(opened.library->driver_version(), "550.54.15");
  const auto failed = NvmlLibrary::open_first(std::array{no_nvml});
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_EQ(failed.library, nullptr);
  const auto absent = NvmlLibrary::open_first(std::array{"/nonexistent/libnvml.so"});
  EXPECT_EQ(absent.state, State::absent);
}

TEST(NvidiaVendor, FindsEightAndKeepsThem) {
  const FakeDriver driver("eight");
  const auto vendor = driver.vendor();
  const auto first = vendor->discover();
  EXPECT_EQ(first.status.state, State::ok);
  EXPECT_EQ(first.status.version, "550.54.15");
  ASSERT_THAT(first.gpus, SizeIs(8));
  EXPECT_EQ(first.gpus[7]->device()->id, "gpu/7");
  EXPECT_EQ(first.gpus[7]->device()->index, 7);
  EXPECT_TRUE(first.gpus[7]->device()->simulated);
  EXPECT_EQ(vendor->discover().gpus, first.gpus);
}

TEST(NvidiaVendor, DescribesAGpu) {
  const FakeDriver driver("one");
  const auto vendor = driver.vendor();
  const auto report = vendor->discover();
  ASSERT_THAT(report.gpus, SizeIs(1));
  static_cast<void>(driver.beat(*report.gpus[0]));
  const DevicePtr device = report.gpus[0]->device();
  EXPECT_THAT(device->name, HasSubstr("H100"));
  const auto text = [&](const InfoSpec& spec) {
    return std::get<std::string>(*device->find_info(spec));
  };
  EXPECT_THAT(text(gpu::kUuid), HasSubstr("GPU-"));
  EXPECT_EQ(text(gpu::kVendor), "NVIDIA");
  EXPECT_EQ(text(gpu::kCudaVersion), "12.4");
  EXPECT_EQ(text(gpu::kComputeCapability), "9.0");
  EXPECT_EQ(text(gpu::kArchitecture), "Hopper");
  EXPECT_EQ(std::get<std::int64_t>(*device->find_info(gpu::kTotalMemory)) % (1 << 20), 0);
  const double gb = std::get<double>(*device->find_info(gpu::kTotalMemoryGb));
  EXPECT_DOUBLE_EQ(gb * 100, std::round(gb * 100));
  EXPECT_EQ(*device->find_info(gpu::kUnifiedMemory), InfoValue(false));
  for (const InfoSpec* spec : gpu::all_info()) {
    EXPECT_NE(device->find_info(*spec), nullptr) << spec->key;
  }
}

TEST(NvidiaVendor, FindsNoGpuWhereThereIsNone) {
  const FakeDriver driver("zero");
  const auto report = driver.vendor()->discover();
  EXPECT_EQ(report.status.state, State::ok);
  EXPECT_THAT(report.status.detail, HasSubstr("no GPU"));
}

TEST(NvidiaVendor, SaysWhenTheDriverIsNotLoaded) {
  const FakeDriver driver("no_driver");
  const auto report = driver.vendor()->discover();
  EXPECT_EQ(report.status.state, State::failed);
  EXPECT_THAT(report.status.detail, HasSubstr("not loaded"));
}

TEST(NvidiaVendor, RecoversFromAMismatchWithoutARestart) {
  FakeDriver driver("driver_recovers");
  const auto vendor = driver.vendor();
  const auto before = vendor->discover();
  EXPECT_EQ(before.status.state, State::failed);
  EXPECT_THAT(before.status.detail, HasSubstr("driver/library version mismatch"));
  driver.at(19);
  EXPECT_EQ(vendor->discover().status.state, State::failed);
  driver.at(21);
  const auto after = vendor->discover();
  EXPECT_EQ(after.status.state, State::ok);
  EXPECT_EQ(after.status.detail, "");
  ASSERT_THAT(after.gpus, SizeIs(1));
  EXPECT_EQ(driver.beat(*after.gpus[0])[0].state, DeviceState::ok);
}

TEST(NvidiaVendor, NamesTheGpuThatMayNotBeOpened) {
  const FakeDriver driver("denied");
  const auto report = driver.vendor()->discover();
  EXPECT_EQ(report.status.state, State::ok);
  EXPECT_THAT(report.status.detail, HasSubstr("GPU 1: No permission"));
  EXPECT_THAT(report.gpus, SizeIs(1));
}

TEST(NvidiaVendor, KeepsAGpuThatIsLost) {
  FakeDriver driver("lost_returns");
  const auto vendor = driver.vendor();
  const auto before = vendor->discover();
  ASSERT_THAT(before.gpus, SizeIs(2));
  driver.at(25);
  EXPECT_EQ(vendor->discover().gpus, before.gpus);
}

}  // namespace
}  // namespace mimon::nvidia
