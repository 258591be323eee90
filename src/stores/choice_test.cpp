#include "stores/choice.h"

#include <gtest/gtest.h>

namespace mimon::store {
namespace {

constexpr std::int64_t kStart = 1'700'000'000;

Query ask(std::int64_t range, std::size_t max_points = 0) {
  Query query;
  query.start = WallTime(std::chrono::seconds(kStart));
  query.end = WallTime(std::chrono::seconds(kStart + range));
  query.max_points = max_points;
  return query;
}

// Begins `after` seconds after the range does, and may begin `slack` later.
Reach begins(std::int64_t after, std::int64_t slack = 0) {
  return {false, kStart + after, kStart + after + slack, kStart + after + slack};
}

TEST(Choice, TheFinestThatReachesBackAsFarAsAnyOther) {
  EXPECT_EQ(choose(ask(3600), {begins(0), begins(0), begins(0), begins(0)}), Resolution::s1);
  EXPECT_EQ(choose(ask(3600), {begins(500), begins(0), begins(0), begins(0)}), Resolution::s10);
  EXPECT_EQ(choose(ask(3600), {begins(500), begins(500), begins(0), begins(0)}), Resolution::m1);
  EXPECT_EQ(choose(ask(3600), {begins(36), begins(0), begins(0), begins(0)}), Resolution::s1);
  EXPECT_EQ(choose(ask(3600), {begins(37), begins(0), begins(0), begins(0)}), Resolution::s10);
}

TEST(Choice, KeepsToTheLimitOfPoints) {
  const Reaches all{begins(0), begins(0), begins(0), begins(0)};
  EXPECT_EQ(choose(ask(6 * 3600), all), Resolution::s10);
  EXPECT_EQ(choose(ask(6 * 3600, 100'000), all), Resolution::s1);
  EXPECT_EQ(choose(ask(3600, 300), all), Resolution::m1);
  EXPECT_EQ(choose(ask(std::int64_t{365} * 86'400), all), Resolution::m5);
}

TEST(Choice, ABucketMayBeginBeforeItsData) {
  EXPECT_EQ(choose(ask(3600), {begins(290), begins(290, 9), begins(240, 59), begins(0, 299)}),
            Resolution::s1);
  EXPECT_EQ(choose(ask(3600), {begins(400), begins(290, 9), begins(240, 59), begins(0, 299)}),
            Resolution::s10);
}

TEST(Choice, NeverOneWithoutDataWhereAnotherHasSome) {
  EXPECT_EQ(choose(ask(240), {Reach(), begins(0), begins(0), begins(0)}), Resolution::s10);
  EXPECT_EQ(choose(ask(240), {begins(240), begins(239, 9), begins(239, 9), begins(239, 9)}),
            Resolution::s10);
  EXPECT_EQ(choose(ask(240), {Reach(), Reach(), Reach(), Reach()}), Resolution::s1);
  EXPECT_EQ(choose(ask(240), {begins(900), begins(900), begins(240), begins(240)}), Resolution::s1);
}

// A block of the coarse one spans a night in which the machine was off, and the range begins then.
TEST(Choice, TakesAPauseOfTheMachineForWhatItIs) {
  Reach fine = begins(1200);
  const Reach coarse{true, kStart, kStart + 59, kStart + 59 + 30'000};
  EXPECT_EQ(choose(ask(3600), {fine, coarse, coarse, coarse}), Resolution::s10);
  fine.goes_back = true;
  EXPECT_EQ(choose(ask(3600), {fine, coarse, coarse, coarse}), Resolution::s1);
}

}  // namespace
}  // namespace mimon::store
