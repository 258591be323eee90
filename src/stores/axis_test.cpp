#include "stores/axis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace mimon::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Made {
  std::vector<std::int64_t> times;
  std::vector<std::size_t> places;
};

// Points are a time and a spacing.
Made make(std::int64_t width, const std::vector<std::pair<std::int64_t, std::int64_t>>& points) {
  std::vector<std::chrono::sys_seconds> times;
  Axis axis(width, times);
  Made made;
  for (const auto& [time, spacing] : points) made.places.push_back(axis.add(time, spacing));
  for (const auto time : times) made.times.push_back(time.time_since_epoch().count());
  return made;
}

TEST(Axis, TicksWithoutAGapAreTheTimes) {
  const Made made = make(1, {{100, 1}, {101, 1}, {102, 1}});
  EXPECT_THAT(made.times, ElementsAre(100, 101, 102));
  EXPECT_THAT(made.places, ElementsAre(0, 1, 2));
  EXPECT_THAT(make(1, {}).times, IsEmpty());
}

TEST(Axis, AGapHasOneTimeTheFirstThatIsMissing) {
  const Made made = make(1, {{100, 1}, {102, 1}, {110, 1}, {111, 1}});
  EXPECT_THAT(made.times, ElementsAre(100, 101, 102, 103, 110, 111));
  EXPECT_THAT(made.places, ElementsAre(0, 2, 4, 5));
}

TEST(Axis, ATickThatIsLateByHalfMakesNoGap) {
  EXPECT_THAT(make(1, {{100, 10}, {115, 10}}).times, ElementsAre(100, 115));
  EXPECT_THAT(make(1, {{100, 10}, {116, 10}}).times, ElementsAre(100, 110, 116));
}

TEST(Axis, TheSlowerOfTwoNeighboursSaysWhatIsMissing) {
  EXPECT_THAT(make(1, {{100, 10}, {110, 1}, {111, 1}}).times, ElementsAre(100, 110, 111));
  EXPECT_THAT(make(1, {{100, 1}, {110, 10}, {120, 10}}).times, ElementsAre(100, 110, 120));
  // The second point is a fast one already.
  EXPECT_THAT(make(1, {{100, 10}, {110, 1}, {113, 1}}).times, ElementsAre(100, 110, 111, 113));
}

TEST(Axis, PointsOfABucketShareItsPlace) {
  const Made made = make(60, {{119, 1}, {120, 1}, {121, 1}, {179, 1}, {180, 1}});
  EXPECT_THAT(made.times, ElementsAre(60, 120, 180));
  EXPECT_THAT(made.places, ElementsAre(0, 1, 1, 1, 2));
}

TEST(Axis, MissingBucketsAreAGapThoughTheirNeighboursAreNotFull) {
  const Made made = make(60, {{119, 1}, {241, 1}});
  EXPECT_THAT(made.times, ElementsAre(60, 120, 240));
  EXPECT_THAT(made.places, ElementsAre(0, 2));
  EXPECT_THAT(make(60, {{60, 120}, {180, 120}}).times, ElementsAre(60, 180));
}

TEST(Axis, BucketsNarrowerThanTicksAreApartAreNotMissing) {
  EXPECT_THAT(make(10, {{36, 12}, {48, 12}, {60, 12}}).times, ElementsAre(30, 40, 60));
  EXPECT_THAT(make(10, {{30, 12}, {40, 12}, {60, 12}}).times, ElementsAre(30, 40, 60));
  EXPECT_THAT(make(10, {{30, 30}, {60, 30}, {90, 30}}).times, ElementsAre(30, 60, 90));
  EXPECT_THAT(make(4, {{0, 5}, {5, 5}, {10, 5}, {15, 5}, {20, 5}}).times,
              ElementsAre(0, 4, 8, 12, 20));
}

TEST(Axis, AGapAmongSuchBucketsBeginsWithOne) {
  EXPECT_THAT(make(10, {{36, 12}, {60, 12}}).times, ElementsAre(30, 40, 60));
  EXPECT_THAT(make(10, {{30, 30}, {90, 30}}).times, ElementsAre(30, 60, 90));
}

}  // namespace
}  // namespace mimon::store
