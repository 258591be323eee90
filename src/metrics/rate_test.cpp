#include "metrics/rate.h"

#include <gtest/gtest.h>

namespace mimon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr MonoTime kStart{seconds(100)};

TEST(Rate, NeedsTwoReadings) {
  Rate rate;
  EXPECT_EQ(rate.update(1000, kStart), std::nullopt);
  EXPECT_EQ(rate.update(1500, kStart + milliseconds(500)), 1000.0);
  EXPECT_EQ(rate.update(1500, kStart + milliseconds(1500)), 0.0);
}

TEST(Rate, AResetIsAGapNotASpike) {
  Rate rate;
  (void)rate.update(1000, kStart);
  EXPECT_EQ(rate.update(10, kStart + seconds(1)), std::nullopt);
  EXPECT_EQ(rate.update(30, kStart + seconds(2)), 20.0);
}

TEST(Rate, ALongPauseIsAGap) {
  Rate rate;
  (void)rate.update(0, kStart);
  EXPECT_EQ(rate.update(10, kStart + seconds(3600)), std::nullopt);
}

TEST(Rate, ForgetsOnReset) {
  Rate rate;
  (void)rate.update(0, kStart);
  rate.reset();
  EXPECT_EQ(rate.update(10, kStart + seconds(1)), std::nullopt);
}

TEST(Rate, TimeThatStandsStillGivesNothing) {
  Rate rate;
  (void)rate.update(0, kStart);
  EXPECT_EQ(rate.update(10, kStart), std::nullopt);
}

}  // namespace
}  // namespace mimon
