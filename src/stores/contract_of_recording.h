#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "stores/store_contract.h"

/// What recording must do: keep every tick as it was, whatever clocks and intervals do, across
/// restarts, pruning and readers.
namespace mimon::store::testing {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(StoreContract, GivesBackWhatWasRecorded) {
  const DevicePtr gpu = make_gpu(0, "GPU-a");
  for (int i = 0; i < 3; ++i) {
    Values host;
    host.set(kLoad, 1.25 + i);
    Values values;
    values.set(gpu::kUtilization, 40 + i);
    values.set(gpu::kMemoryUsed, 85'899'345'920.0 + i);
    machine_.tick(*store_, {{machine_.host, host}, {gpu, values}});
  }
  const QueryResult result =
      get(ask({kLoadKey, {"gpu/0", "utilization"}, {"GPU-a", "memory.used"}}, start_, start_ + 3));
  EXPECT_EQ(result.resolution, Resolution::s1);
  EXPECT_EQ(result.step, std::chrono::seconds(1));
  EXPECT_THAT(seconds_of(result), ElementsAre(start_, start_ + 1, start_ + 2));
  ASSERT_EQ(result.columns.size(), 3U);
  EXPECT_THAT(result.columns[0].avg, ElementsAre(1.25, 2.25, 3.25));
  EXPECT_THAT(result.columns[1].avg, ElementsAre(40, 41, 42));
  EXPECT_THAT(result.columns[2].avg,
              ElementsAre(85'899'345'920.0, 85'899'345'921.0, 85'899'345'922.0));
  EXPECT_TRUE(result.columns[0].known);
  EXPECT_EQ(result.columns[0].decimals, 2);
  EXPECT_THAT(result.columns[0].min, IsEmpty());
}

TEST_P(StoreContract, KeepsAbsentApartFromZero) {
  const DevicePtr gpu = make_gpu(0, "GPU-a");
  for (int i = 0; i < 4; ++i) {
    Values values;
    if (i == 1) values.set(gpu::kUtilization, Absence::unresponsive);
    if (i == 2) values.set(gpu::kUtilization, 0);
    if (i == 3) values.set(gpu::kUtilization, 7);
    machine_.tick(*store_, {{machine_.host, Values()}, {gpu, values}});
  }
  const QueryResult result = get(ask({{"gpu/0", "utilization"}}, start_, start_ + 4));
  EXPECT_THAT(shown(result.columns[0].avg), ElementsAre(-1, -1, 0, 7));
  const QueryResult coarse =
      get(ask({{"gpu/0", "utilization"}}, start_, start_ + 4, Resolution::s10));
  EXPECT_THAT(coarse.columns[0].avg, ElementsAre(3.5));
}

TEST_P(StoreContract, ShowsAMissedTickAsAGap) {
  machine_.tick(*store_, 1);
  machine_.tick(*store_, 2);
  machine_.clock.advance(std::chrono::seconds(1));
  machine_.tick(*store_, 3);
  machine_.clock.advance(std::chrono::hours(2));
  machine_.tick(*store_, 4);
  const QueryResult result = get(ask({kLoadKey}, start_, start_ + 10'000));
  EXPECT_THAT(seconds_of(result),
              ElementsAre(start_, start_ + 1, start_ + 2, start_ + 3, start_ + 4, start_ + 7204));
  EXPECT_THAT(shown(result.columns[0].avg), ElementsAre(1, 2, -1, 3, -1, 4));
}

TEST_P(StoreContract, TakesASlowIntervalForWhatItIs) {
  machine_.interval = std::chrono::seconds(5);
  for (const double load : {1, 2, 3}) machine_.tick(*store_, load);
  machine_.clock.advance(std::chrono::seconds(5));
  machine_.tick(*store_, 4);
  const QueryResult result = get(ask({kLoadKey}, start_, start_ + 60));
  EXPECT_THAT(seconds_of(result),
              ElementsAre(start_, start_ + 5, start_ + 10, start_ + 15, start_ + 20));
  EXPECT_THAT(shown(result.columns[0].avg), ElementsAre(1, 2, 3, -1, 4));
}

// Where a part of it is rolled up, too.
TEST_P(StoreContract, MakesNoGapsBetweenTicksThatAreFartherApartThanBuckets) {
  retention_.s1 = std::chrono::hours(1);
  for (const int interval : {12, 30}) {
    SCOPED_TRACE(interval);
    reopen();
    machine_.interval = std::chrono::seconds(interval);
    machine_.clock.advance(std::chrono::hours(1));
    const std::int64_t begin = machine_.now();
    const std::int64_t count = 3 * 3600 / interval;
    tick_for(count, [](std::int64_t) { return 1; });
    machine_.clock.advance(machine_.interval);  // one is missing
    tick_for(1, [](std::int64_t) { return 1; });
    const QueryResult result = get(ask({kLoadKey}, begin, machine_.now(), Resolution::s10));
    EXPECT_EQ(std::ranges::count(shown(result.columns[0].avg), 1), count + 1);
    EXPECT_EQ(std::ranges::count(shown(result.columns[0].avg), -1), 1);
    for (const auto time : seconds_of(result)) ASSERT_EQ(time % 10, 0);
  }
}

TEST_P(StoreContract, LosesNothingInTheBucketInWhichTheIntervalChanges) {
  retention_.s1 = std::chrono::hours(1);
  reopen();
  machine_.clock.advance(std::chrono::seconds(5));  // to the middle of a bucket of any width
  const std::int64_t change = start_ + 2405;
  tick_for(2400, [&](std::int64_t t) { return t == change - 1 ? 99 : 1; });
  ASSERT_EQ(machine_.now(), change);
  machine_.interval = std::chrono::seconds(30);
  tick_for(500, [&](std::int64_t t) { return t == change ? 0 : 1; });
  for (const Resolution resolution : {Resolution::s10, Resolution::m1, Resolution::m5}) {
    SCOPED_TRACE(resolution_name(resolution));
    Query query = ask({kLoadKey}, change - change % 300, change - change % 300 + 300, resolution);
    query.min_max = true;
    const Column column = get(query).columns[0];
    EXPECT_EQ(std::ranges::count(column.max, 99), 1);
    EXPECT_EQ(std::ranges::count(column.min, 0), 1);
  }
}

TEST_P(StoreContract, RoundsATickThatIsEarlyOrLateToItsSecond) {
  for (const int early : {-40, 30, -2, 0}) {
    machine_.clock.step_wall(std::chrono::milliseconds(early));
    machine_.tick(*store_, 1);
    machine_.clock.step_wall(std::chrono::milliseconds(-early));
  }
  const QueryResult result = get(ask({kLoadKey}, start_, start_ + 4));
  EXPECT_THAT(seconds_of(result), ElementsAre(start_, start_ + 1, start_ + 2, start_ + 3));
}

TEST_P(StoreContract, RecordsNoSecondTwiceWhenTheClockIsSetBackAMoment) {
  machine_.tick(*store_, 1);
  machine_.tick(*store_, 2);
  machine_.tick(*store_, 3);
  machine_.clock.step_wall(std::chrono::seconds(-2));
  for (const double load : {10, 20, 30}) machine_.tick(*store_, load);
  const QueryResult result = get(ask({kLoadKey}, start_, start_ + 10));
  EXPECT_THAT(seconds_of(result), ElementsAre(start_, start_ + 1, start_ + 2, start_ + 3));
  EXPECT_THAT(result.columns[0].avg, ElementsAre(1, 2, 3, 30));
}

TEST_P(StoreContract, AnswersWithTheNewerRecordWhenTheClockIsSetBackFar) {
  if (const auto why = place_->lacks(Ability::replace_a_second); !why.empty()) GTEST_SKIP() << why;
  tick_for(2400, [](std::int64_t) { return 1; });
  machine_.clock.step_wall(std::chrono::seconds(-1000));
  // At once, when some is sealed, and when the hour is over.
  for (const std::int64_t more : {100, 300, 1400}) {
    tick_for(more, [](std::int64_t) { return 2; });
    const QueryResult result = get(ask({kLoadKey}, start_, start_ + 2400));
    const auto times = seconds_of(result);
    EXPECT_EQ(std::adjacent_find(times.begin(), times.end(), std::greater_equal<>()), times.end());
    ASSERT_EQ(times.size(), 2400U);
    const auto newer = std::min<std::int64_t>(machine_.now() - start_, 2400);
    for (std::int64_t i = 0; i < 2400; ++i)
      ASSERT_EQ(result.columns[0].avg[static_cast<std::size_t>(i)], i < 1400 || i >= newer ? 1 : 2)
          << i << ", " << newer - 1400 << " s after";
    const std::int64_t minute = (start_ + 1460) / 60 * 60;
    if (newer < 1520) continue;
    EXPECT_THAT(get(ask({kLoadKey}, minute, minute + 60, Resolution::m1)).columns[0].avg,
                ElementsAre(2));
  }
}

TEST_P(StoreContract, LosesNothingWhenTheClockIsSetForward) {
  tick_for(4000, [](std::int64_t) { return 1; });
  machine_.clock.step_wall(std::chrono::days(365 * 20));
  tick_for(4000, [](std::int64_t) { return 2; });
  EXPECT_EQ(get(ask({kLoadKey}, start_, start_ + 4000)).times.size(), 4000U);
}

TEST_P(StoreContract, HasEverythingAfterItIsOpenedAgain) {
  const auto load = [](std::int64_t t) { return static_cast<double>(t % 1000) / 100; };
  for (int i = 0; i < 5; ++i) {
    tick_for(1000, load);
    reopen();
  }
  const QueryResult result = get(ask({kLoadKey}, start_, start_ + 5000));
  ASSERT_EQ(result.times.size(), 5000U);
  for (std::size_t i = 0; i < 5000; ++i)
    ASSERT_EQ(result.columns[0].avg[i], load(start_ + static_cast<std::int64_t>(i)));
}

TEST_P(StoreContract, HistoryFollowsACardWhenNumbersChange) {
  const auto tick = [&](const DevicePtr& gpu, double value) {
    Values values;
    values.set(gpu::kUtilization, value);
    machine_.tick(*store_, {{gpu, values}});
  };
  tick(make_gpu(0, "GPU-a"), 10);
  tick(make_gpu(1, "GPU-a"), 20);
  tick(make_gpu(0, "GPU-b"), 30);
  reopen();
  const QueryResult result =
      get(ask({{"GPU-a", "utilization"}, {"gpu/1", "utilization"}, {"gpu/0", "utilization"}},
              start_, start_ + 3));
  EXPECT_THAT(shown(result.columns[0].avg), ElementsAre(10, 20, -1));
  EXPECT_THAT(shown(result.columns[1].avg), ElementsAre(10, 20, -1));
  EXPECT_THAT(shown(result.columns[2].avg), ElementsAre(-1, -1, 30));
  const auto list = store_->series({});
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].identity, "GPU-a");
  EXPECT_EQ(list[0].device, "gpu/1");
  EXPECT_EQ(list[0].metric, "utilization");
  EXPECT_EQ(list[1].device, "gpu/0");
}

TEST_P(StoreContract, PrunesTheFineAndKeepsTheCoarse) {
  if (const auto why = place_->lacks(Ability::prune_by_resolution); !why.empty())
    GTEST_SKIP() << why;
  retention_ = {.s1 = std::chrono::hours(1),
                .s10 = std::chrono::hours(2),
                .m1 = std::chrono::hours(8),
                .m5 = std::chrono::hours(16)};
  reopen();
  const std::int64_t spike = start_ + 100;
  const std::int64_t hours = 6;
  tick_for(hours * 3600, [&](std::int64_t t) { return t == spike ? 77 : 1; });
  const std::int64_t end = machine_.now();
  EXPECT_EQ(get(ask({kLoadKey}, end - 3600, end)).times.size(), 3600U);
  EXPECT_GE(get(ask({kLoadKey}, end - 2 * 3600, end, Resolution::s10)).times.size(), 720U);
  EXPECT_LT(get(ask({kLoadKey}, start_, end)).times.size(), 3U * 3600);
  for (const Resolution resolution : {Resolution::m1, Resolution::m5}) {
    Query query = ask({kLoadKey}, start_, end, resolution);
    query.min_max = true;
    const QueryResult result = get(query);
    EXPECT_GE(static_cast<std::int64_t>(result.times.size()),
              hours * 3600 / step_of(resolution).count());
    EXPECT_EQ(std::ranges::max(result.columns[0].max), 77);
    EXPECT_EQ(seconds_of(result).front(), start_ - start_ % step_of(resolution).count());
  }
}

TEST_P(StoreContract, StatusTellsHowItFares) {
  tick_for(10, [](std::int64_t) { return 1; });
  place_->settle(*store_);
  const StoreStatus status = store_->status();
  EXPECT_EQ(status.state, StoreStatus::State::ok) << status.detail;
  EXPECT_EQ(status.detail, "");
  EXPECT_EQ(status.ticks, 10U);
  EXPECT_EQ(status.dropped, 0U);
  EXPECT_EQ(status.oldest, at(start_));
  EXPECT_EQ(status.last_write, at(start_ + 9));
  EXPECT_NE(status.location, "");
}

TEST_P(StoreContract, AnswersWhileItRecords) {
  std::atomic<bool> done = false;
  std::atomic<std::size_t> answers = 0;
  const auto reader = [&] {
    std::size_t last = 0;
    while (!done) {
      const auto result = store_->query(ask({kLoadKey}, start_, start_ + 8000));
      if (!result) {
        ADD_FAILURE() << result.error().what();
        return;
      }
      // Nothing disappears, and nothing is there twice, while data moves from place to place.
      EXPECT_GE(result->times.size(), last);
      last = result->times.size();
      const auto times = seconds_of(*result);
      for (std::size_t i = 0; i < times.size(); ++i)
        ASSERT_EQ(times[i], start_ + static_cast<std::int64_t>(i));
      ++answers;
    }
  };
  std::thread one(reader);
  std::thread two(reader);
  tick_for(7500, [](std::int64_t t) { return static_cast<double>(t % 7); });
  while (answers < 20 && !HasFailure()) std::this_thread::yield();
  done = true;
  one.join();
  two.join();
}

}  // namespace mimon::store::testing
