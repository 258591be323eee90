#include <gmock/gmock.h>

#include <chrono>
#include <future>
#include <thread>

#include "collectors/nvidia/fake_driver.h"

namespace mimon::nvidia {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(NvidiaHang, OneGpuThatHangsLeavesTheOthersAndTheVendorAlone) {
  FakeDriver driver("hang");
  const auto vendor = driver.vendor();
  const auto gpus = vendor->discover().gpus;
  ASSERT_THAT(gpus, SizeIs(2));
  driver.at(15);
  auto stuck = std::async(std::launch::async,
                          [&, tick = driver.tick()] { return gpus[1]->collect(tick).at(0).state; });
  EXPECT_EQ(stuck.wait_for(milliseconds(50)), std::future_status::timeout);
  EXPECT_EQ(driver.beat(*gpus[0]).at(0).state, DeviceState::ok);
  EXPECT_EQ(vendor->discover().gpus, gpus);
  EXPECT_EQ(gpus[1]->device()->id, "gpu/1");
  driver.at(61);
  EXPECT_EQ(stuck.get(), DeviceState::ok);
}

TEST(NvidiaThreads, EachGpuOnItsOwnBesideTheVendor) {
  const FakeDriver driver("eight");
  const auto vendor = driver.vendor();
  const auto gpus = vendor->discover().gpus;
  ASSERT_THAT(gpus, SizeIs(8));
  std::vector<std::future<DeviceState>> threads;
  for (const auto& gpu : gpus) {
    threads.push_back(std::async(std::launch::async, [&driver, gpu] {
      DeviceState state = DeviceState::lost;
      for (int i = 0; i < 20; ++i) state = driver.beat(*gpu).at(0).state;
      return state;
    }));
  }
  for (int i = 0; i < 20; ++i) EXPECT_EQ(vendor->discover().gpus, gpus);
  for (auto& thread : threads) EXPECT_EQ(thread.get(), DeviceState::ok);
}

TEST(NvidiaHang, OutlivesItsVendor) {
  FakeDriver driver("hang");
  auto vendor = driver.vendor();
  auto gpu = vendor->discover().gpus.at(1);
  driver.at(15);
  auto stuck = std::async(std::launch::async, [tick = driver.tick(), gpu = std::move(gpu)] {
    return gpu->collect(tick).at(0).state;
  });
  EXPECT_EQ(stuck.wait_for(milliseconds(50)), std::future_status::timeout);
  vendor.reset();
  driver.at(61);
  EXPECT_EQ(stuck.get(), DeviceState::ok);
}

TEST(NvidiaHang, AGpuThatHangsFromTheStartJoinsLater) {
  FakeDriver driver("hang");
  driver.at(15);
  const auto vendor =
      make_nvidia_vendor(driver.files(), null_logger(), driver.library(), milliseconds(50));
  const auto before = vendor->discover();
  EXPECT_EQ(before.status.state, VendorStatus::State::ok);
  EXPECT_THAT(before.status.detail, HasSubstr("GPU 1: The driver does not answer."));
  ASSERT_THAT(before.gpus, SizeIs(1));
  driver.at(61);
  auto after = vendor->discover();
  while (after.gpus.size() < 2) {
    std::this_thread::yield();
    after = vendor->discover();
  }
  EXPECT_EQ(after.status.detail, "");
  EXPECT_EQ(after.gpus[0], before.gpus[0]);
  EXPECT_EQ(after.gpus[1]->device()->id, "gpu/1");
}

}  // namespace
}  // namespace mimon::nvidia
