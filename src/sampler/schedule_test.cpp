#include "sampler/schedule.h"

#include <gtest/gtest.h>

namespace mimon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Schedule, TicksFallOnWholeSeconds) {
  EXPECT_EQ(until_next_tick(WallTime(milliseconds(10'000)), seconds(1)), milliseconds(1000));
  EXPECT_EQ(until_next_tick(WallTime(milliseconds(10'400)), seconds(1)), milliseconds(600));
  EXPECT_EQ(until_next_tick(WallTime(milliseconds(12'345)), seconds(5)), milliseconds(2655));
}

TEST(Schedule, ATickThatCameEarlyIsNotRepeated) {
  EXPECT_EQ(until_next_tick(WallTime(milliseconds(9'999)), seconds(1)), milliseconds(1001));
}

TEST(Schedule, CountsMissedTicks) {
  const MonoTime start{seconds(10)};
  EXPECT_EQ(ticks_passed(start, start + milliseconds(1003), seconds(1)), 1U);
  EXPECT_EQ(ticks_passed(start, start + milliseconds(250), seconds(1)), 1U);
  EXPECT_EQ(ticks_passed(start, start + seconds(60), seconds(1)), 60U);
}

}  // namespace
}  // namespace mimon
