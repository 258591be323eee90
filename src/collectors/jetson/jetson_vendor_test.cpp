#include "collectors/jetson/jetson_vendor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/jetson/test_tree.h"

namespace mimon::jetson {
namespace {

using State = VendorStatus::State;

TEST(JetsonVendorTest, ReportsTheGpuAndKeepsIt) {
  const auto vendor = make_jetson_vendor(recorded("orin-nano"), null_logger());
  EXPECT_EQ(vendor->name(), "jetson");
  const auto first = vendor->discover();
  EXPECT_EQ(first.status.vendor, "jetson");
  EXPECT_EQ(first.status.state, State::ok);
  EXPECT_EQ(first.status.version, "L4T 36.4.4");
  ASSERT_EQ(first.gpus.size(), 1U);
  EXPECT_EQ(vendor->discover().gpus.at(0), first.gpus.at(0));
}

TEST(JetsonVendorTest, SaysWhyThereIsNone) {
  const ScratchTree tree;
  const auto vendor = make_jetson_vendor(tree.files(), null_logger());
  EXPECT_EQ(vendor->discover().status.state, State::absent);
  EXPECT_FALSE(is_jetson(tree.files()));
  EXPECT_TRUE(needs_nvml(tree.files()));

  tree.write("/proc/device-tree/compatible", "nvidia,tegra234");
  EXPECT_EQ(vendor->discover().status.state, State::failed);
  EXPECT_THAT(vendor->discover().status.detail, testing::HasSubstr("nvgpu"));
  EXPECT_TRUE(is_jetson(tree.files()));
  EXPECT_FALSE(needs_nvml(tree.files()));

  tree.write("/sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de");
  tree.write("/sys/bus/pci/devices/0000:01:00.0/class", "0x030200");
  EXPECT_EQ(vendor->discover().status.state, State::absent);
  EXPECT_THAT(vendor->discover().status.detail, testing::HasSubstr("NVML"));
  EXPECT_TRUE(needs_nvml(tree.files()));
}

TEST(JetsonVendorTest, TakesAGpuThatComesAndGoes) {
  const ScratchTree tree;
  const auto vendor = make_jetson_vendor(tree.files(), null_logger());
  tree.write("/proc/device-tree/compatible", "nvidia,tegra210");
  EXPECT_THAT(vendor->discover().gpus, testing::IsEmpty());
  tree.write("/sys/devices/gpu.0/load", "0");
  const auto here = vendor->discover();
  ASSERT_THAT(here.gpus, testing::SizeIs(1));
  tree.remove("/sys/devices/gpu.0");
  EXPECT_THAT(vendor->discover().gpus, testing::IsEmpty());
  EXPECT_EQ(here.gpus[0]->collect({}).at(0).state, DeviceState::lost);
}

TEST(JetsonVendorTest, EveryRecordedBoardIsAJetson) {
  for (const char* board :
       {"orin-nano", "orin-nano-root", "agx-orin", "agx-orin-root", "xavier", "xavier-root"}) {
    EXPECT_TRUE(is_jetson(recorded(board))) << board;
    EXPECT_FALSE(needs_nvml(recorded(board))) << board;
  }
}

}  // namespace
}  // namespace mimon::jetson
