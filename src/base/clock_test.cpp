#include "base/clock.h"

#include <gtest/gtest.h>

namespace mimon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Iso8601, IsUtcWithMilliseconds) {
  EXPECT_EQ(iso8601(WallTime(milliseconds(1'700'000'000'042))), "2023-11-14T22:13:20.042Z");
  EXPECT_EQ(iso8601(WallTime(milliseconds(0))), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(iso8601(WallTime(milliseconds(951'827'696'789))), "2000-02-29T12:34:56.789Z");
}

TEST(ManualClock, AdvancesBothAndStepsWallAlone) {
  ManualClock clock;
  const auto wall = clock.wall();
  const auto mono = clock.mono();
  clock.advance(seconds(2));
  clock.step_wall(seconds(-60));
  EXPECT_EQ(clock.wall() - wall, seconds(-58));
  EXPECT_EQ(clock.mono() - mono, seconds(2));
  EXPECT_DOUBLE_EQ(seconds_between(mono, clock.mono()), 2.0);
}

TEST(SystemClock, MonotonicTimeNeverStepsBack) {
  const SystemClock clock;
  const auto before = clock.mono();
  EXPECT_GE(clock.mono(), before);
  EXPECT_GT(clock.wall(), WallTime(seconds(1'600'000'000)));
}

}  // namespace
}  // namespace mimon
