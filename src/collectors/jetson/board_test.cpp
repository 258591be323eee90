#include "collectors/jetson/board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/jetson/board_info.h"
#include "collectors/jetson/test_tree.h"
#include "metrics/gpu_info.h"

namespace mimon::jetson {
namespace {

TEST(BoardTest, FindsTheGpuOfEachBoard) {
  const auto nano = find_integrated_gpu(recorded("orin-nano"));
  ASSERT_TRUE(nano);
  EXPECT_EQ(nano->devfreq, "/sys/class/devfreq/17000000.gpu");
  EXPECT_EQ(nano->device, "/sys/class/devfreq/17000000.gpu/device");
  EXPECT_EQ(nano->chip, "ga10b");
  EXPECT_EQ(find_integrated_gpu(recorded("agx-orin-root")).value().chip, "ga10b");
  EXPECT_EQ(find_integrated_gpu(recorded("xavier")).value().chip, "gv11b");
}

TEST(BoardTest, FindsTheGpuWhereTheDeviceTreeIsHidden) {
  const ScratchTree tree("orin-nano");
  tree.remove("/sys/firmware");
  tree.remove("/etc");
  const auto gpu = find_integrated_gpu(tree.files());
  ASSERT_TRUE(gpu);
  EXPECT_EQ(gpu->chip, "ga10b");
}

TEST(BoardTest, FindsTheGpuWithoutDevfreq) {
  const ScratchTree tree;
  tree.write("/proc/device-tree/compatible", "nvidia,tegra210");
  tree.write("/sys/devices/gpu.0/load", "0");
  const auto gpu = find_integrated_gpu(tree.files());
  ASSERT_TRUE(gpu);
  EXPECT_EQ(gpu->device, "/sys/devices/gpu.0");
  EXPECT_TRUE(gpu->devfreq.empty());
}

TEST(BoardTest, LeavesOthersGpusAlone) {
  const ScratchTree tree;
  EXPECT_FALSE(find_integrated_gpu(tree.files()));
  // A Mali is called "gpu" in the device tree too.
  tree.write("/sys/class/devfreq/fb000000.gpu/device/load", "12@300000000Hz");
  tree.write("/sys/class/devfreq/fb000000.gpu/device/of_node/name", "gpu");
  tree.write("/sys/class/devfreq/fb000000.gpu/device/of_node/compatible", "arm,mali-valhall");
  EXPECT_FALSE(find_integrated_gpu(tree.files()));
  EXPECT_FALSE(has_tegra_chip(tree.files()));
}

TEST(BoardTest, LeavesAGpuOnThePciBusToNvml) {
  const ScratchTree tree;
  tree.write("/proc/device-tree/compatible", "nvidia,tegra264");
  tree.write("/sys/class/devfreq/gpu-gpc-0/device/vendor", "0x10de");
  tree.write("/sys/class/devfreq/gpu-gpc-0/device/of_node/name", "gpu");
  EXPECT_FALSE(find_integrated_gpu(tree.files()));
  EXPECT_FALSE(has_nvidia_pci_gpu(tree.files()));
  tree.write("/sys/bus/pci/devices/0000:00:00.0/vendor", "0x10de");
  tree.write("/sys/bus/pci/devices/0000:00:00.0/class", "0x060400");
  EXPECT_FALSE(has_nvidia_pci_gpu(tree.files()));
  tree.write("/sys/bus/pci/devices/0000:01:00.0/vendor", "0x10de");
  tree.write("/sys/bus/pci/devices/0000:01:00.0/class", "0x030000");
  EXPECT_TRUE(has_nvidia_pci_gpu(tree.files()));
}

std::string text(const Device& device, const InfoSpec& spec) {
  const InfoValue* value = device.find_info(spec);
  const auto* string = value ? std::get_if<std::string>(value) : nullptr;
  return string ? *string : "(none)";
}

DevicePtr describe(const std::string& board) {
  const FileTree files = recorded(board);
  return describe_gpu({files, find_integrated_gpu(files).value()});
}

TEST(BoardInfoTest, DescribesOrinNano) {
  const DevicePtr device = describe("orin-nano");
  EXPECT_EQ(device->id, "gpu/0");
  EXPECT_EQ(device->kind, DeviceKind::gpu);
  EXPECT_EQ(device->name, "NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super");
  EXPECT_EQ(text(*device, gpu::kVendor), "NVIDIA");
  EXPECT_EQ(text(*device, gpu::kDriverVersion), "L4T 36.4.4");
  EXPECT_EQ(text(*device, gpu::kCudaVersion), "12.6");
  EXPECT_EQ(text(*device, gpu::kComputeCapability), "8.7");
  EXPECT_EQ(text(*device, gpu::kArchitecture), "Ampere");
  EXPECT_EQ(text(*device, gpu::kSerial), "1423122012345");
  EXPECT_EQ(text(*device, gpu::kPowerSource), "VDD_CPU_GPU_CV (CPU, GPU and vision accelerators)");
  EXPECT_EQ(*device->find_info(gpu::kTotalMemory), InfoValue(std::int64_t{7802420} * 1024));
  EXPECT_EQ(*device->find_info(gpu::kUnifiedMemory), InfoValue(true));
  EXPECT_EQ(*device->find_info(gpu::kGpuClockMax), InfoValue(std::int64_t{1020}));
  EXPECT_EQ(*device->find_info(gpu::kMemoryClockMax), InfoValue());
  EXPECT_EQ(*describe("orin-nano-root")->find_info(gpu::kMemoryClockMax),
            InfoValue(std::int64_t{3199}));
  EXPECT_EQ(device->find_info(gpu::kUuid), nullptr);
}

TEST(BoardInfoTest, DescribesTheOthers) {
  const DevicePtr orin = describe("agx-orin");
  EXPECT_EQ(orin->name, "Jetson AGX Orin Developer Kit");
  EXPECT_EQ(text(*orin, gpu::kDriverVersion), "L4T 35.4.1");
  EXPECT_EQ(text(*orin, gpu::kPowerSource), "VDD_GPU_SOC (GPU and SoC)");
  const DevicePtr xavier = describe("xavier");
  EXPECT_EQ(xavier->name, "Jetson-AGX");
  EXPECT_EQ(text(*xavier, gpu::kCudaVersion), "10.2");
  EXPECT_EQ(text(*xavier, gpu::kComputeCapability), "7.2");
  EXPECT_EQ(text(*xavier, gpu::kPowerSource), "GPU (GPU alone)");
}

TEST(BoardInfoTest, MissingAndOddFilesLeaveGaps) {
  const ScratchTree tree;
  tree.write("/sys/devices/platform/17000000.xyz/load", "0");
  tree.write("/etc/nv_tegra_release", "# nonsense");
  tree.write("/usr/local/cuda/version.json", "{\"cuda\": {\"version\": 12");
  const DevicePtr device = describe_gpu({tree.files(), {"/sys/devices/platform/x", "", ""}});
  EXPECT_EQ(device->name, "NVIDIA Jetson");
  for (const InfoSpec* spec : {&gpu::kDriverVersion, &gpu::kCudaVersion, &gpu::kComputeCapability,
                               &gpu::kSerial, &gpu::kPowerSource}) {
    EXPECT_EQ(text(*device, *spec), "(none)") << spec->key;
  }
  EXPECT_EQ(*device->find_info(gpu::kTotalMemory), InfoValue());
  tree.write("/proc/device-tree/model", std::string("Board \xff\x01\0", 9));
  EXPECT_EQ(describe_gpu({tree.files(), {}})->name, "Board \uFFFD\uFFFD");
}

}  // namespace
}  // namespace mimon::jetson
