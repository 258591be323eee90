#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/linux/collectors.h"
#include "collectors/linux/cpu_times.h"
#include "collectors/linux/host_device.h"
#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

using testing::DoubleNear;
using testing::Optional;

class CpuTest : public testing::Test {
 protected:
  void start(std::string_view fixture) {
    if (!fixture.empty()) tree.overlay(fixture);
    const FileTree files = tree.files();
    ticker.emplace(make_cpu_collector({files, null_logger(), host_device(files)}));
    ticker->tick();
  }

  TestTree tree;
  std::optional<Ticker> ticker;
};

TEST_F(CpuTest, SharesOfTheTimeBetweenTwoReadings) {
  start("workstation");
  EXPECT_EQ(ticker->absence("host", "cpu.percent"), Absence::not_ready);
  EXPECT_EQ(ticker->value("host", "cpu.count"), 16);
  tree.overlay("workstation-later");
  ticker->tick();
  // 720 of 1600 ticks busy, 240 of them in the kernel; 32 waiting; 45 is the mean of 0, 6, … 90.
  EXPECT_THAT(ticker->value("host", "cpu.percent"), Optional(DoubleNear(45, 1e-9)));
  EXPECT_THAT(ticker->value("host", "cpu.user"), Optional(DoubleNear(30, 1e-9)));
  EXPECT_THAT(ticker->value("host", "cpu.system"), Optional(DoubleNear(15, 1e-9)));
  EXPECT_THAT(ticker->value("host", "cpu.iowait"), Optional(DoubleNear(2, 1e-9)));
  EXPECT_EQ(ticker->value("host", "cpu.steal"), 0);
  EXPECT_EQ(ticker->value("core/0", "percent"), 0);
  EXPECT_THAT(ticker->value("core/15", "percent"), Optional(DoubleNear(90, 1e-9)));
}

TEST_F(CpuTest, ClocksComeInTurns) {
  start("workstation");
  EXPECT_EQ(ticker->value("core/7", "frequency_mhz"), 3700);
  EXPECT_EQ(ticker->absence("core/8", "frequency_mhz"), Absence::not_ready);
  ticker->tick();
  EXPECT_EQ(ticker->value("core/15", "frequency_mhz"), 4500);
  EXPECT_EQ(ticker->value("host", "cpu.frequency_mhz"), 3750);
}

TEST_F(CpuTest, ClocksOfVirtualMachinesAreInCpuinfo) {
  start("container");
  EXPECT_EQ(ticker->value("core/1", "frequency_mhz"), 2793.439);
  EXPECT_EQ(ticker->value("host", "cpu.frequency_mhz"), 2793.438);
}

TEST_F(CpuTest, WithoutClocks) {
  start("minimal");
  EXPECT_EQ(ticker->absence("core/0", "frequency_mhz"), Absence::unsupported);
  EXPECT_EQ(ticker->absence("host", "cpu.frequency_mhz"), Absence::unsupported);
}

TEST_F(CpuTest, CoresGoOfflineAndComeBack) {
  const std::string total = "cpu  400 0 0 400 0 0 0 0\n";
  tree.write("/proc/stat", total + "cpu0 200 0 0 200 0 0 0 0\ncpu1 200 0 0 200 0 0 0 0\n");
  start("");
  ticker->tick();
  tree.write("/proc/stat", total + "cpu0 250 0 0 250 0 0 0 0\n");
  ticker->tick();
  EXPECT_THAT(ticker->ids(DeviceKind::core), testing::ElementsAre("core/0"));
  EXPECT_EQ(ticker->value("host", "cpu.count"), 1);
  tree.write("/proc/stat", total + "cpu0 300 0 0 300 0 0 0 0\ncpu1 900 0 0 200 0 0 0 0\n");
  ticker->tick();
  EXPECT_EQ(ticker->absence("core/1", "percent"), Absence::not_ready);
  EXPECT_EQ(ticker->value("core/0", "percent"), 50);
  tree.write("/proc/stat", total + "cpu0 300 0 0 300 0 0 0 0\ncpu1 910 0 0 230 0 0 0 0\n");
  ticker->tick();
  EXPECT_EQ(ticker->value("core/1", "percent"), 25);
}

TEST_F(CpuTest, NonsenseIsAbsentAndHidesNothingElse) {
  start("broken");
  ticker->tick();
  EXPECT_EQ(ticker->absence("host", "cpu.percent"), Absence::invalid);
  EXPECT_THAT(ticker->ids(DeviceKind::core), testing::ElementsAre("core/0", "core/1", "core/2"));
  EXPECT_EQ(ticker->absence("core/0", "percent"), Absence::invalid);
  EXPECT_EQ(ticker->absence("core/1", "percent"), Absence::invalid);
  EXPECT_EQ(ticker->absence("core/2", "percent"), Absence::not_ready);
  EXPECT_TRUE(ticker->status().front().ok);
}

TEST_F(CpuTest, SaysWhatIsMissing) {
  start("");
  EXPECT_FALSE(ticker->status().front().ok);
  EXPECT_THAT(ticker->status().front().detail, testing::HasSubstr("/proc/stat"));
  EXPECT_EQ(ticker->absence("host", "cpu.percent"), Absence::unsupported);
  tree.overlay("minimal");
  ticker->tick();
  EXPECT_TRUE(ticker->status().front().ok);
  EXPECT_EQ(ticker->value("host", "cpu.count"), 1);
}

class CpuUsageTest : public testing::Test {
 protected:
  void at(double seconds, const CpuTimes& times) {
    usage.update(times, MonoTime(std::chrono::milliseconds(static_cast<int>(seconds * 1000))));
  }
  CpuUsage usage;
};

TEST_F(CpuUsageTest, CountersThatFallGiveNothingForOneReading) {
  at(0, {.user = 100, .idle = 100});
  at(1, {.user = 50, .idle = 150});
  EXPECT_FALSE(usage.shares());
  EXPECT_EQ(usage.absence(), Absence::not_ready);
  at(2, {.user = 75, .idle = 225});
  ASSERT_TRUE(usage.shares());
  EXPECT_EQ(usage.shares()->busy, 25);
}

TEST_F(CpuUsageTest, IowaitMayFall) {
  at(0, {.user = 100, .idle = 100, .iowait = 50});
  at(1, {.user = 150, .idle = 150, .iowait = 45});
  ASSERT_TRUE(usage.shares());
  EXPECT_EQ(usage.shares()->busy, 50);
  EXPECT_EQ(usage.shares()->iowait, 0);
}

TEST_F(CpuUsageTest, NothingAcrossASuspendNorWithinOneTick) {
  at(0, {.user = 100, .idle = 100});
  at(100, {.user = 200, .idle = 200});
  EXPECT_FALSE(usage.shares());
  at(101, {.user = 200, .idle = 200});
  EXPECT_FALSE(usage.shares());
}

TEST(CpuTimes, GuestTimeCountsOnce) {
  const auto times = parse_cpu_times(" 10 1 2 3 4 5 6 7 8 9");
  ASSERT_TRUE(times);
  EXPECT_EQ(times->user, 10);
  EXPECT_EQ(times->steal, 7);
  EXPECT_FALSE(parse_cpu_times(" 10 1 2 3 4 5 6"));
  EXPECT_FALSE(parse_cpu_times(" 10 1 2 -3 4 5 6 7"));
  EXPECT_FALSE(parse_cpu_times(" 10 1 2 3 4 5 6 18446744073709551616"));
}

}  // namespace
}  // namespace mimon::host
