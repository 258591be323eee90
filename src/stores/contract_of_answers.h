#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "stores/export.h"
#include "stores/store_contract.h"

/// What answers must look like: ranges, resolutions, averages and extremes, points, refusals,
/// exports.
namespace mimon::store::testing {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(StoreContract, AnswersForTheRangeOnlyAndFillsMinAndMaxWhenAsked) {
  tick_for(10, [&](std::int64_t t) { return static_cast<double>(t - start_); });
  Query query = ask({kLoadKey}, start_ + 3, start_ + 6);
  query.min_max = true;
  const QueryResult result = get(query);
  EXPECT_THAT(result.columns[0].avg, ElementsAre(3, 4, 5));
  EXPECT_THAT(result.columns[0].min, ElementsAre(3, 4, 5));
  EXPECT_THAT(result.columns[0].max, ElementsAre(3, 4, 5));
  EXPECT_THAT(get(ask({kLoadKey}, start_ + 100, start_ + 200)).times, IsEmpty());
  EXPECT_THAT(get(ask({kLoadKey}, start_ - 100, start_)).times, IsEmpty());
}

TEST_P(StoreContract, SaysWhichSeriesItDoesNotKnow) {
  machine_.tick(*store_, 1);
  const QueryResult result =
      get(ask({{"host", "nothing"}, kLoadKey, {"gpu/9", "load"}}, start_, start_ + 1));
  EXPECT_FALSE(result.columns[0].known);
  EXPECT_TRUE(result.columns[1].known);
  EXPECT_FALSE(result.columns[2].known);
  EXPECT_THAT(shown(result.columns[0].avg), ElementsAre(-1));
  Query elsewhere = ask({kLoadKey}, start_, start_ + 1);
  elsewhere.host = "another-machine";
  EXPECT_FALSE(get(elsewhere).columns[0].known);
}

// A day's worth of a wave with a spike of one second, at every resolution, against what the
// samples say.
TEST_P(StoreContract, CoarserResolutionsHoldAverageMinimumAndMaximum) {
  const std::int64_t spike = start_ + 5000;
  const auto load = [&](std::int64_t t) {
    return t == spike ? 99.0 : 10 + static_cast<double>(t % 60) / 10;
  };
  const std::int64_t count = 3 * 3600;
  tick_for(count, load);
  for (const Resolution resolution : {Resolution::s10, Resolution::m1, Resolution::m5}) {
    SCOPED_TRACE(resolution_name(resolution));
    const std::int64_t step = step_of(resolution).count();
    Query query = ask({kLoadKey}, start_, start_ + count, resolution);
    query.min_max = true;
    const QueryResult result = get(query);
    EXPECT_EQ(result.resolution, resolution);
    const Column& column = result.columns[0];
    ASSERT_EQ(result.times.size(), column.max.size());
    for (std::size_t i = 0; i < result.times.size(); ++i) {
      const std::int64_t bucket = seconds_of(result)[i];
      ASSERT_EQ(bucket % step, 0);
      double sum = 0;
      double min = 1e9;
      double max = -1e9;
      int samples = 0;
      for (std::int64_t t = std::max(bucket, start_); t < std::min(bucket + step, start_ + count);
           ++t, ++samples) {
        sum += load(t);
        min = std::min(min, load(t));
        max = std::max(max, load(t));
      }
      // A bucket may be made of two parts, whose averages count alike.
      ASSERT_NEAR(column.avg[i], sum / samples, 2.6) << bucket - start_;
      ASSERT_DOUBLE_EQ(column.min[i], min) << bucket - start_;
      ASSERT_DOUBLE_EQ(column.max[i], max) << bucket - start_;
    }
    EXPECT_EQ(std::count(column.max.begin(), column.max.end(), 99), 1);
  }
}

TEST_P(StoreContract, KeepsTheAverageExactWithinABucket) {
  machine_.clock.advance(std::chrono::seconds(40));  // to a full minute and more
  const std::int64_t begin = machine_.now();
  ASSERT_EQ(begin % 60, 0);
  tick_for(7200, [&](std::int64_t t) { return static_cast<double>((t - begin) % 4); });
  for (const Resolution resolution : {Resolution::s10, Resolution::m1, Resolution::m5}) {
    const QueryResult result = get(ask({kLoadKey}, begin, begin + 7200, resolution));
    for (std::size_t i = 1; i + 1 < result.times.size(); ++i)
      ASSERT_NEAR(result.columns[0].avg[i], 1.5, resolution == Resolution::s10 ? 0.21 : 0.006) << i;
  }
}

// The first hour is rolled up by then, the rest is not; samples are ten seconds apart.
TEST_P(StoreContract, AverageCountsTimeWhereRolledUpAndRawDataMeet) {
  machine_.clock.advance(
      std::chrono::seconds(10'800 - start_ % 10'800));  // a bucket of 5400 s begins
  const std::int64_t begin = machine_.now();
  machine_.interval = std::chrono::seconds(10);
  tick_for(360, [](std::int64_t) { return 0; });
  tick_for(180, [](std::int64_t) { return 100; });
  Query query = ask({kLoadKey}, begin, begin + 5400, Resolution::m1);
  query.max_points = 2;
  const QueryResult result = get(query);
  ASSERT_EQ(result.times.size(), 1U);
  EXPECT_NEAR(result.columns[0].avg[0], 100.0 / 3, 0.1);
}

TEST_P(StoreContract, FlagsShowEveryBitThatWasSet) {
  const DevicePtr gpu = make_gpu(0, "GPU-a");
  for (int i = 0; i < 7300; ++i) {
    Values values;
    values.set(gpu::kThrottleReasons, i == 25 ? 0x45 : 0x1);
    machine_.tick(*store_, {{gpu, values}});
  }
  Query query = ask({{"gpu/0", "throttle_reasons"}}, start_ + 20, start_ + 30, Resolution::m1);
  query.min_max = true;
  const Column column = get(query).columns[0];
  EXPECT_EQ(column.kind, Kind::flags);
  EXPECT_THAT(column.avg, ElementsAre(0x45));
  EXPECT_THAT(column.min, ElementsAre(0x1));
  EXPECT_THAT(column.max, ElementsAre(0x45));
}

TEST_P(StoreContract, ChoosesTheResolutionForTheRange) {
  tick_for(3600, [](std::int64_t) { return 1; });
  const std::int64_t end = machine_.now();
  const auto chosen = [&](std::int64_t range, std::size_t max_points = 0) {
    Query query = ask({kLoadKey}, end - range, end, std::nullopt);
    query.max_points = max_points;
    return get(query).resolution;
  };
  EXPECT_EQ(chosen(3600), Resolution::s1);
  EXPECT_EQ(chosen(6 * 3600), Resolution::s10);
  EXPECT_EQ(chosen(24 * 3600), Resolution::m1);
  EXPECT_EQ(chosen(7 * 24 * 3600), Resolution::m5);
  EXPECT_EQ(chosen(24 * 3600, 100'000), Resolution::s1);
  EXPECT_EQ(chosen(3600, 300), Resolution::m1);
}

// A resolution is judged by what it has where one asks, not by how old its oldest data is.
TEST_P(StoreContract, ChoosesAResolutionThatHasDataWhereOneAsks) {
  if (const auto why = place_->lacks(Ability::prune_by_resolution); !why.empty())
    GTEST_SKIP() << why;
  retention_ = {.s1 = std::chrono::hours(1),
                .s10 = std::chrono::hours(12),
                .m1 = std::chrono::hours(24),
                .m5 = std::chrono::hours(48)};
  reopen();
  tick_for(std::int64_t{4} * 3600, [](std::int64_t) { return 1; });
  // A board without a battery for its clock starts with an old time, until a server tells it.
  const std::chrono::seconds wrong(machine_.now() - 1'600'000'000);
  machine_.clock.step_wall(-wrong);
  tick_for(5, [](std::int64_t) { return 2; });
  machine_.clock.step_wall(wrong);
  tick_for(1800, [](std::int64_t) { return 1; });
  const std::int64_t fine = seconds_of(get(ask({kLoadKey}, start_, machine_.now()))).front();
  ASSERT_GT(fine, start_ + 3600);
  const auto choose = [&](std::int64_t from, std::int64_t to) {
    return get(ask({kLoadKey}, from, to, std::nullopt));
  };
  const QueryResult before = choose(fine - 240, fine);
  EXPECT_EQ(before.resolution, Resolution::s10);
  EXPECT_GE(before.times.size(), 24U);
  const QueryResult around = choose(fine - 290, fine + 60);
  EXPECT_EQ(around.resolution, Resolution::s10);
  EXPECT_LE(seconds_of(around).front(), fine - 290);
  EXPECT_EQ(choose(start_ + 600, start_ + 2400).resolution, Resolution::s10);
  EXPECT_EQ(choose(fine, fine + 240).resolution, Resolution::s1);
}

TEST_P(StoreContract, ReducesToMaxPointsWithoutLosingAnExtreme) {
  const std::int64_t spike = start_ + 1234;
  const std::int64_t dip = start_ + 2345;
  tick_for(3600, [&](std::int64_t t) { return t == spike ? 500.0 : (t == dip ? 0.5 : 20.0); });
  for (const std::size_t most : {2U, 10U, 300U, 3599U}) {
    Query query = ask({kLoadKey}, start_, start_ + 3600);
    query.max_points = most;
    const QueryResult result = get(query);
    EXPECT_LE(result.times.size(), most);
    EXPECT_TRUE(result.min_max);
    EXPECT_EQ(std::ranges::max(result.columns[0].max), 500);
    EXPECT_EQ(std::ranges::min(result.columns[0].min), 0.5);
  }
  Query query = ask({kLoadKey}, start_, start_ + 3600);
  query.max_points = 3600;
  EXPECT_EQ(get(query).times.size(), 3600U);
  EXPECT_FALSE(get(query).min_max);
}

TEST_P(StoreContract, RefusesQuestionsThatMakeNoSense) {
  const auto refused = [&](const Query& query) {
    const auto result = store_->query(query);
    return !result && result.error().code == std::errc::invalid_argument &&
           !result.error().message.empty();
  };
  EXPECT_TRUE(refused(ask({}, start_, start_ + 1)));
  EXPECT_TRUE(refused(ask({kLoadKey}, start_, start_)));
  EXPECT_TRUE(refused(ask({kLoadKey}, start_ + 1, start_)));
  EXPECT_TRUE(refused(ask({kLoadKey}, -5, 5)));
  EXPECT_TRUE(refused(ask({kLoadKey}, 0, std::int64_t{1} << 40)));
  EXPECT_TRUE(refused(ask({kLoadKey}, 0, start_)));
  Query one_point = ask({kLoadKey}, start_, start_ + 10);
  one_point.max_points = 1;
  EXPECT_TRUE(refused(one_point));
  one_point.max_points = std::size_t{1} << 60;
  EXPECT_TRUE(refused(one_point));
}

TEST_P(StoreContract, RefusesAnAnswerWithMoreValuesThanIsWanted) {
  tick_for(100, [](std::int64_t) { return 1; });
  Query query = ask({kLoadKey, {"host", "nothing"}}, start_ - 3600, start_ + 3600);
  query.max_values = 200;
  EXPECT_EQ(get(query).times.size(), 100U);
  const auto refused = [&] {
    const auto result = store_->query(query);
    return !result && result.error().code == std::errc::invalid_argument &&
           result.error().message.find("max_points") != std::string::npos;
  };
  EXPECT_FALSE(refused());
  query.min_max = true;
  EXPECT_TRUE(refused());
  query.max_values = 600;
  EXPECT_FALSE(refused());
  query.min_max = false;
  query.max_values = 199;
  EXPECT_TRUE(refused());
  query.max_points = 10;
  EXPECT_FALSE(refused());
  query.resolution = Resolution::s10;
  query.max_points = 0;
  EXPECT_FALSE(refused());
  query.max_values = 10;
  EXPECT_TRUE(refused());
}

TEST_P(StoreContract, ExportsARangeInPortions) {
  tick_for(5000, [](std::int64_t t) { return static_cast<double>(t % 100); });
  machine_.clock.advance(std::chrono::days(2));
  tick_for(50, [](std::int64_t) { return 5; });
  place_->settle(*store_);
  Export portions(*store_, ask({kLoadKey}, start_ - 100, machine_.now(), Resolution::s1));
  std::vector<std::int64_t> times;
  std::size_t count = 0;
  while (true) {
    const auto portion = portions.next();
    ASSERT_TRUE(portion) << portion.error().what();
    if (!*portion) break;
    ++count;
    EXPECT_LE((*portion)->times.size(), static_cast<std::size_t>(Export::kPortion));
    for (const std::int64_t time : seconds_of(**portion)) times.push_back(time);
  }
  EXPECT_GE(count, 3U);
  EXPECT_EQ(times.size(), 5050U);
  EXPECT_EQ(std::adjacent_find(times.begin(), times.end(), std::greater_equal<>()), times.end());
  EXPECT_FALSE(Export(*store_, ask({kLoadKey}, start_, start_)).next());
}

}  // namespace mimon::store::testing
