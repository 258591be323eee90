#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/linux/cgroup_tree.h"
#include "collectors/linux/collectors.h"
#include "collectors/linux/host_device.h"
#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

using testing::DoubleNear;
using testing::Optional;

constexpr double kGiB = 1024.0 * 1024 * 1024;

class CgroupTest : public testing::Test {
 protected:
  void start(std::string_view fixture) {
    if (!fixture.empty()) tree.overlay(fixture);
    const FileTree files = tree.files();
    ticker.emplace(make_cgroup_collector({files, null_logger(), host_device(files)}));
    ticker->tick();
  }
  bool says_anything() const {
    const auto& samples = ticker->samples();
    return !samples.empty() && !samples.front().values.readings().empty();
  }

  TestTree tree;
  std::optional<Ticker> ticker;
};

TEST_F(CgroupTest, WithoutLimitsNothingIsSaid) {
  start("workstation");
  EXPECT_FALSE(says_anything());
}

TEST_F(CgroupTest, NorIsItWithoutGroups) {
  start("minimal");
  EXPECT_FALSE(says_anything());
}

TEST_F(CgroupTest, NorWithGarbage) {
  start("broken");
  EXPECT_FALSE(says_anything());
}

TEST_F(CgroupTest, LimitsOfAContainer) {
  start("container");
  EXPECT_EQ(ticker->value("host", "cgroup.cpu_quota"), 2.5);
  EXPECT_EQ(ticker->value("host", "cgroup.memory_limit"), 4 * kGiB);
  EXPECT_EQ(ticker->value("host", "cgroup.memory_used"), 1 * kGiB);
  EXPECT_EQ(ticker->value("host", "cgroup.memory_used_percent"), 25);
  EXPECT_EQ(ticker->absence("host", "cgroup.cpu_throttled"), Absence::not_ready);
  EXPECT_THAT(ticker->value("host", "cgroup.cpu_throttled_time"), Optional(DoubleNear(0.9, 1e-9)));
  tree.overlay("container-later");
  ticker->tick();
  EXPECT_EQ(ticker->value("host", "cgroup.cpu_throttled"), 50);
}

TEST_F(CgroupTest, TheLowestLimitOnTheWayUpHolds) {
  tree.write("/sys/fs/cgroup/system.slice/memory.max", "1073741824\n");
  tree.write("/sys/fs/cgroup/system.slice/memory.current", "536870912\n");
  tree.write("/sys/fs/cgroup/system.slice/mimon.service/memory.max", "2147483648\n");
  tree.write("/sys/fs/cgroup/system.slice/mimon.service/cpu.max", "50000 100000\n");
  start("");
  EXPECT_FALSE(says_anything()) << "nothing says that there are groups";
  tree.write("/proc/self/cgroup", "0::/system.slice/mimon.service\n");
  tree.write("/sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
  start("");
  EXPECT_EQ(ticker->value("host", "cgroup.memory_limit"), 1 * kGiB);
  EXPECT_EQ(ticker->value("host", "cgroup.memory_used"), 0.5 * kGiB);
  EXPECT_EQ(ticker->value("host", "cgroup.cpu_quota"), 0.5);
}

TEST_F(CgroupTest, Version1) {
  const std::string cpu = "/sys/fs/cgroup/cpu,cpuacct/docker/abc";
  const std::string memory = "/sys/fs/cgroup/memory/docker/abc";
  tree.write("/proc/self/cgroup",
             "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n1:name=systemd:/\n0::/\n");
  tree.write(cpu + "/cpu.cfs_quota_us", "150000\n");
  tree.write(cpu + "/cpu.cfs_period_us", "100000\n");
  tree.write(cpu + "/cpu.stat", "nr_periods 5\nnr_throttled 1\nthrottled_time 2500000000\n");
  tree.write("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
  tree.write(memory + "/memory.limit_in_bytes", "1073741824\n");
  tree.write(memory + "/memory.usage_in_bytes", "644245094\n");
  tree.write(memory + "/memory.stat", "inactive_file 5\ntotal_inactive_file 107374182\n");
  tree.write("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  start("");
  EXPECT_EQ(ticker->value("host", "cgroup.cpu_quota"), 1.5);
  EXPECT_EQ(ticker->value("host", "cgroup.cpu_throttled_time"), 2.5);
  EXPECT_EQ(ticker->value("host", "cgroup.memory_used"), 536870912);
}

TEST_F(CgroupTest, Version1InsideAContainer) {
  // The path is that on the host.
  tree.write("/proc/self/cgroup", "4:memory:/docker/abc\n");
  tree.write("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824\n");
  start("");
  EXPECT_EQ(ticker->value("host", "cgroup.memory_limit"), 1 * kGiB);
  EXPECT_EQ(ticker->absence("host", "cgroup.memory_used"), Absence::unsupported);
}

TEST_F(CgroupTest, ALimitThatIsLiftedGoes) {
  start("container");
  tree.write("/sys/fs/cgroup/memory.max", "max\n");
  tree.write("/sys/fs/cgroup/cpu.max", "max 100000\n");
  for (int i = 0; i < 15; ++i) ticker->tick();
  EXPECT_FALSE(says_anything());
}

TEST(CgroupTree, DoesNotLeaveItsMount) {
  const TestTree tree;
  tree.write("/sys/fs/cgroup/cgroup.controllers", "cpu\n");
  tree.write("/proc/self/cgroup", "0::/../../secret\n");
  EXPECT_THAT(find_cgroup(tree.files()).cpu, testing::ElementsAre("/sys/fs/cgroup"));
}

}  // namespace
}  // namespace mimon::host
