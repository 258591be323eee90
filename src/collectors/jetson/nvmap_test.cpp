#include "collectors/jetson/nvmap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/jetson/test_tree.h"

namespace mimon::jetson {
namespace {

TEST(NvmapTest, SumsAProcessAndSortsByMemory) {
  const auto processes =
      std::get<std::vector<GpuProcess>>(read_nvmap_clients(recorded("orin-nano-root")));
  ASSERT_EQ(processes.size(), 3U);
  EXPECT_EQ(processes[0].pid, 2114);
  EXPECT_EQ(processes[0].name, "python3");
  EXPECT_EQ(processes[0].gpu_memory_used, (1258291.0 + 4096) * 1024);
  EXPECT_EQ(processes[1].name, "gnome-shell");
  EXPECT_EQ(processes[2].name, "Xorg");
  EXPECT_EQ(processes[2].type, GpuProcess::Type::compute_and_graphics);
  EXPECT_FALSE(processes[2].gpu_utilization);
}

TEST(NvmapTest, NamesMayHoldBlanksAndOddBytes) {
  const auto processes = parse_nvmap_clients("user  pool 1 thread  77  2M\nuser \xffx 78 1G\n");
  ASSERT_EQ(processes.size(), 2U);
  EXPECT_EQ(processes[0].name, "\uFFFDx");
  EXPECT_EQ(processes[0].gpu_memory_used, 1024.0 * 1024 * 1024);
  EXPECT_EQ(processes[1].name, "pool 1 thread");
  EXPECT_EQ(processes[1].gpu_memory_used, 2.0 * 1024 * 1024);
}

TEST(NvmapTest, SkipsWhatMakesNoSense) {
  EXPECT_THAT(parse_nvmap_clients(""), testing::IsEmpty());
  EXPECT_THAT(parse_nvmap_clients("CLIENT PROCESS PID SIZE\ntotal 12K\nuser x -3 1K\n"
                                  "user 12 1K\nuser x 99999999999999999999 1K\n\n\n"),
              testing::IsEmpty());
  EXPECT_THAT(parse_nvmap_clients("nvgpu kernel 0 512K"), testing::IsEmpty());
}

TEST(NvmapTest, AnUnknownSizeIsNotGuessed) {
  const auto processes = parse_nvmap_clients(
      "user a 1 512\nuser b 2 99999999999999999999999K\nuser c 3 4K\n"
      "user d 4 1K\nuser d 4 7");
  ASSERT_EQ(processes.size(), 4U);
  EXPECT_EQ(processes[0].name, "c");
  EXPECT_EQ(processes[0].gpu_memory_used, 4096);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_FALSE(processes[i].gpu_memory_used);
}

TEST(NvmapTest, SaysWhyThereIsNoList) {
  EXPECT_EQ(std::get<Absence>(read_nvmap_clients(recorded("orin-nano"))), Absence::denied);
  const ScratchTree tree;
  tree.write("/sys/kernel/debug/clk/clk_summary", "");
  EXPECT_EQ(std::get<Absence>(read_nvmap_clients(tree.files())), Absence::unsupported);
}

}  // namespace
}  // namespace mimon::jetson
