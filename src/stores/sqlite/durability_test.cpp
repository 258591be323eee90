#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "stores/sqlite/sqlite_store.h"
#include "stores/sqlite/temporary_folder.h"
#include "stores/store_testing.h"

namespace mimon::store::sqlite {
namespace {

using namespace mimon::store::testing;

// Small, so that sealing, joining, rolling up and pruning all happen between two kills.
constexpr Retention kShort{.s1 = std::chrono::hours(3),
                           .s10 = std::chrono::hours(6),
                           .m1 = std::chrono::hours(12),
                           .m5 = std::chrono::hours(48)};

double load_at(std::int64_t second) {
  return static_cast<double>(second * 7919 % 1000) / 100;
}

// Records as fast as it can, telling each tick that `append` returned from, until it is killed.
[[noreturn]] void record(const std::string& path, std::int64_t from, int told) {
  auto store = SqliteStore::open({path, kShort}, null_logger()).value();
  Machine machine{at(from)};
  while (true) {
    const std::int64_t now = machine.now();
    machine.tick(*store, load_at(now));
    if (::write(told, &now, sizeof now) != sizeof now) ::_exit(1);
  }
}

// The last tick that the recorder told of, after it was killed `after` that many microseconds.
std::int64_t record_and_kill(const std::string& path, std::int64_t from, useconds_t after) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t recorder = ::fork();
  if (recorder == 0) {
    ::close(ends[0]);
    record(path, from, ends[1]);
  }
  ::close(ends[1]);
  std::int64_t last = from - 1;
  std::int64_t told = 0;
  // The first tick says that it is under way; then any moment may be the last.
  if (::read(ends[0], &told, sizeof told) == sizeof told) last = told;
  std::thread killer([&] {
    ::usleep(after);
    ::kill(recorder, SIGKILL);
  });
  while (::read(ends[0], &told, sizeof told) == sizeof told) last = told;
  killer.join();
  ::close(ends[0]);
  ::waitpid(recorder, nullptr, 0);
  return last;
}

TEST(Durability, AKillAtAnyMomentLosesNothingThatWasAppended) {
  const char* wanted = std::getenv("MIMON_KILLS");
  const int kills = wanted != nullptr ? std::atoi(wanted) : 12;
  const TemporaryFolder folder;
  const std::string path = folder.path("history.db");
  std::mt19937 random(1);
  const std::int64_t start = 1'700'000'000;
  std::int64_t next = start;
  for (int i = 0; i < kills; ++i) {
    const std::int64_t last =
        record_and_kill(path, next, static_cast<useconds_t>(1 + random() % 120'000));
    ASSERT_GE(last, next);
    const auto store = SqliteStore::open({path, kShort}, null_logger()).value();
    const StoreStatus status = store->status();
    ASSERT_EQ(status.state, StoreStatus::State::ok) << status.detail;
    ASSERT_EQ(status.set_aside, "");
    const std::int64_t from = std::max(start, last - 3600);
    const QueryResult result = answer(*store, ask({kLoadKey}, from, last + 100));
    const auto times = seconds_of(result);
    // One more may have been written than told.
    ASSERT_GE(times.size(), static_cast<std::size_t>(last - from + 1));
    ASSERT_LE(times.size(), static_cast<std::size_t>(last - from + 2));
    for (std::size_t t = 0; t < times.size(); ++t) {
      ASSERT_EQ(times[t], from + static_cast<std::int64_t>(t));
      ASSERT_EQ(result.columns[0].avg[t], load_at(times[t]));
    }
    next = times.back() + 1;
  }
  const auto store = SqliteStore::open({path, kShort}, null_logger()).value();
  const QueryResult coarse =
      answer(*store, ask({kLoadKey}, std::max(start, next - 12 * 3600), next, Resolution::m1));
  for (const double value : coarse.columns[0].avg) ASSERT_FALSE(std::isnan(value));
}

// Eight days of slow ticks on a simulated clock, with pruning; a day of a full machine at one
// second is a benchmark's.
TEST(Durability, FileAndBlocksStopGrowing) {
  const TemporaryFolder folder;
  const Retention retention{.s1 = std::chrono::hours(1),
                            .s10 = std::chrono::hours(2),
                            .m1 = std::chrono::hours(6),
                            .m5 = std::chrono::hours(12)};
  const auto store =
      SqliteStore::open({folder.path("history.db"), retention}, null_logger()).value();
  Machine machine;
  machine.interval = std::chrono::seconds(20);
  std::uint64_t half_way = 0;
  const int ticks = 8 * 86'400 / 20;
  for (int i = 0; i < ticks; ++i) {
    machine.tick(*store, load_at(machine.now()));
    if (i == ticks / 2) half_way = store->status().bytes;
  }
  EXPECT_EQ(store->status().state, StoreStatus::State::ok);
  EXPECT_LT(store->status().bytes, half_way * 5 / 4);
  const auto age = machine.clock.wall() - *store->status().oldest;
  EXPECT_LT(age, std::chrono::days(5));
  EXPECT_GT(age, std::chrono::hours(12));
}

TEST(Durability, TheFileKeepsWithinItsCap) {
  const TemporaryFolder folder;
  const std::uint64_t cap = std::uint64_t{3} << 20;
  const auto store =
      SqliteStore::open({folder.path("history.db"), {.max_bytes = cap}}, null_logger()).value();
  Machine machine;
  std::vector<DevicePtr> gpus;
  for (int i = 0; i < 24; ++i) gpus.push_back(make_gpu(i, "GPU-" + std::to_string(i)));
  std::mt19937 random(1);
  for (int i = 0; i < 30'000; ++i) {
    std::vector<std::pair<DevicePtr, Values>> devices;
    for (const DevicePtr& gpu : gpus) {
      Values values;
      values.set(gpu::kPcieTx, static_cast<double>(random() % 1'000'000'000));
      devices.emplace_back(gpu, values);
    }
    machine.tick(*store, devices);
    ASSERT_LE(store->status().bytes, cap) << i;
  }
  EXPECT_EQ(store->status().state, StoreStatus::State::ok);
  // The finest went; a minute's extremes are there from the start.
  const SeriesKey key{"gpu/0", "pcie.tx_rate"};
  const std::int64_t start = machine.now() - 30'000;
  EXPECT_LT(answer(*store, ask({key}, start, machine.now())).times.size(), 20'000U);
  EXPECT_GE(answer(*store, ask({key}, start, machine.now(), Resolution::m1)).times.size(), 500U);
}

}  // namespace
}  // namespace mimon::store::sqlite
