#include "collectors/linux/host_device.h"

#include <gtest/gtest.h>

#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

TEST(HostDevice, TellsWhatTheMachineIs) {
  const TestTree tree("workstation");
  const DevicePtr host = host_device(tree.files());
  EXPECT_EQ(host->id, "host");
  EXPECT_EQ(host->name, "atelier");
  EXPECT_EQ(info_text(*host, kOs), "Debian GNU/Linux 12 (bookworm)");
  EXPECT_EQ(info_text(*host, kKernel), "6.1.0-18-amd64");
  EXPECT_EQ(info_text(*host, kArchitecture), "x86_64");
  EXPECT_EQ(info_text(*host, kMachine), "ROG STRIX X570-E GAMING") << "not the placeholder";
  EXPECT_EQ(info_text(*host, kCpuModel), "AMD Ryzen 9 5950X 16-Core Processor");
  EXPECT_EQ(info_text(*host, kBootTime), "2024-01-01T10:00:00.000Z");
}

TEST(HostDevice, ABoardNamesItselfInItsDeviceTree) {
  const TestTree tree;
  tree.write("/proc/device-tree/model", std::string_view("NVIDIA Jetson Orin Nano\0", 24));
  EXPECT_EQ(info_text(*host_device(tree.files()), kMachine), "NVIDIA Jetson Orin Nano");
}

TEST(HostDevice, LeavesOutWhatIsNotTold) {
  const TestTree tree("broken");
  const DevicePtr host = host_device(tree.files());
  EXPECT_EQ(host->name, "host");
  for (const InfoSpec* spec : host_info()) EXPECT_EQ(host->find_info(*spec), nullptr) << spec->key;
}

TEST(HostDevice, OddBytesBecomeText) {
  const TestTree tree;
  tree.write("/proc/sys/kernel/hostname", "caf\xe9\n");
  tree.write("/proc/stat", "btime 99999999999999999999\n");
  const DevicePtr host = host_device(tree.files());
  EXPECT_EQ(host->name, "caf\uFFFD");
  EXPECT_EQ(host->find_info(kBootTime), nullptr);
}

TEST(HostDevice, ThisMachine) {
  const DevicePtr host = host_device(FileTree("/"));
  EXPECT_FALSE(info_text(*host, kKernel).empty());
  EXPECT_FALSE(info_text(*host, kArchitecture).empty());
}

}  // namespace
}  // namespace mimon::host
