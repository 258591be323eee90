#include "sampler/idle_times.h"

#include <gtest/gtest.h>

namespace mimon {
namespace {

MonoTime at(int seconds) {
  return MonoTime(std::chrono::hours(1)) + std::chrono::seconds(seconds);
}

class IdleTimesTest : public testing::Test {
 protected:
  /// What the one process is said to rest, given its utilisation.
  std::optional<double> idle(int second, std::optional<double> utilization, std::int64_t pid = 7) {
    GpuProcess process;
    process.pid = pid;
    process.gpu_utilization = utilization;
    samples_[0].processes = {process};
    times_.complete(at(second), samples_);
    return samples_[0].processes[0].idle_seconds;
  }

  void unknown_list(int second) {
    samples_[0].processes.clear();
    samples_[0].processes_absence = Absence::failed;
    times_.complete(at(second), samples_);
    samples_[0].processes_absence.reset();
  }

  void SetUp() override {
    auto device = std::make_shared<Device>();
    device->id = "gpu/0";
    samples_.emplace_back().device = device;
  }

  std::vector<DeviceSample> samples_;
  IdleTimes times_;
};

TEST_F(IdleTimesTest, CountFromTheLastUse) {
  EXPECT_EQ(idle(0, 40), 0);
  EXPECT_EQ(idle(10, 0), 10);
  EXPECT_EQ(idle(25, 0), 25);
  EXPECT_EQ(idle(30, 1), 0);
  EXPECT_EQ(idle(31, 0), 1);
}

TEST_F(IdleTimesTest, CountFromTheFirstSightOfOneThatRests) {
  EXPECT_EQ(idle(100, 0), 0);
  EXPECT_EQ(idle(160, 0), 60);
}

TEST_F(IdleTimesTest, AreAbsentWhereTheUseIsNotKnown) {
  EXPECT_EQ(idle(0, 0), 0);
  EXPECT_EQ(idle(5, std::nullopt), std::nullopt);
}

TEST_F(IdleTimesTest, BeginAnewForAPidThatCameBack) {
  idle(0, 0);
  idle(10, 0, 8);
  EXPECT_EQ(idle(20, 0), 0);
}

TEST_F(IdleTimesTest, OutlastAListThatCouldNotBeRead) {
  idle(0, 0);
  unknown_list(5);
  EXPECT_EQ(idle(10, 0), 10);
}

}  // namespace
}  // namespace mimon
