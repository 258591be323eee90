#include "stores/remote/remote_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "stores/remote/engine_reader.h"
#include "stores/sqlite/temporary_folder.h"
#include "stores/store_testing.h"

namespace mimon::store::remote {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Machine;

constexpr seconds kPatience{30};

/// What the engines of a test share, as a server would.
struct Server {
  std::mutex mutex;
  std::vector<std::string> records;
  std::size_t largest = 0;
  std::atomic<bool> is_away = false;
  std::atomic<int> attempts = 0;
  std::atomic<int> maintained = 0;
  std::set<std::string> refused;
};

class FakeEngine final : public Engine {
 public:
  FakeEngine(Server& server, std::string name) : server_(server), name_(std::move(name)) {}

  std::string encode(const HostIdentity& identity, const Snapshot&,
                     std::chrono::sys_seconds time) const override {
    return identity.host + "@" + std::to_string(time.time_since_epoch().count() - 1'700'000'000);
  }
  Result<Sent> send(std::span<const std::string> records) override {
    ++server_.attempts;
    if (server_.is_away) return Error{{}, "nobody answers"};
    const std::lock_guard lock(server_.mutex);
    server_.largest = std::max(server_.largest, records.size());
    Sent sent{.taken = records.size()};
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (!server_.refused.contains(records[i])) {
        server_.records.push_back(records[i]);
        continue;
      }
      sent.refused.push_back(i);
      sent.why = records[i] + " is too old";
    }
    return sent;
  }
  Result<void> maintain(WallTime) override {
    ++server_.maintained;
    return {};
  }
  Result<QueryResult> query(const Query&) const override { return QueryResult(); }
  Resolution resolution_for(const Query&) const override { return Resolution::m1; }
  Result<std::vector<SeriesInfo>> series(std::string_view) const override {
    return Error{{}, "away"};
  }
  Result<std::vector<HostSummary>> hosts() const override { return std::vector<HostSummary>(); }
  std::string location() const override { return name_; }

 private:
  Server& server_;
  std::string name_;
};

class RemoteStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<RemoteStore> open(const std::string& name = "engine",
                                    std::uint64_t max_spool = 1 << 20) {
    RemoteStore::Options options;
    options.identity.host = "a";
    options.spool = folder_.path("spool");
    options.max_spool = max_spool;
    options.retry = std::chrono::milliseconds(5);
    options.tell_refusals = tell_refusals_;
    return RemoteStore::open(options, std::make_unique<FakeEngine>(server_, name), null_logger())
        .value();
  }
  void tick(RemoteStore& store, int count = 1) {
    for (int i = 0; i < count; ++i) machine_.tick(store, 1);
  }
  void wait_for_attempts(int more) {
    const int until = server_.attempts + more;
    while (server_.attempts < until) std::this_thread::yield();
  }

  std::chrono::milliseconds tell_refusals_ = std::chrono::hours(1);
  sqlite::TemporaryFolder folder_;
  Server server_;
  Machine machine_;
};

TEST_F(RemoteStoreTest, SendsWhatIsAppendedInOrder) {
  const auto store = open();
  tick(*store, 3);
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_THAT(server_.records, ElementsAre("a@0", "a@1", "a@2"));
  EXPECT_GE(server_.maintained, 1);
  const StoreStatus status = store->status();
  EXPECT_EQ(status.state, StoreStatus::State::ok);
  EXPECT_EQ(status.location, "engine");
  EXPECT_EQ(status.ticks, 3U);
  EXPECT_EQ(status.unwritten, 0U);
  EXPECT_EQ(status.lag, seconds(0));
  EXPECT_EQ(status.last_write, testing::at(1'700'000'002));
}

TEST_F(RemoteStoreTest, KeepsWhatIsAppendedWhileTheEngineIsAway) {
  server_.is_away = true;
  const auto store = open();
  tick(*store, 1000);
  wait_for_attempts(3);
  StoreStatus status = store->status();
  EXPECT_EQ(status.state, StoreStatus::State::degraded);
  EXPECT_THAT(status.detail, HasSubstr("1000 samples wait"));
  EXPECT_THAT(status.detail, HasSubstr("nobody answers"));
  EXPECT_EQ(status.unwritten, 1000U);
  server_.is_away = false;
  ASSERT_TRUE(store->drain(kPatience));
  ASSERT_EQ(server_.records.size(), 1000U);
  EXPECT_EQ(server_.largest, RemoteStore::kMostRecords);
  for (std::size_t i = 0; i < 1000; ++i) ASSERT_EQ(server_.records[i], "a@" + std::to_string(i));
  status = store->status();
  EXPECT_EQ(status.state, StoreStatus::State::ok);
  EXPECT_EQ(status.dropped, 0U);
}

TEST_F(RemoteStoreTest, SaysHowFarItIsBehind) {
  const auto store = open();
  tick(*store);
  ASSERT_TRUE(store->drain(kPatience));
  server_.is_away = true;
  tick(*store, 60);
  EXPECT_EQ(store->status().lag, seconds(60));
}

TEST_F(RemoteStoreTest, SaysHowFarItIsBehindWhereNothingWasSentSinceTheStart) {
  server_.is_away = true;
  tick(*open(), 60);
  const auto store = open();
  tick(*store);
  wait_for_attempts(2);
  EXPECT_EQ(store->status().lag, seconds(60));
  tick(*store, 30);
  EXPECT_EQ(store->status().lag, seconds(90));
}

TEST_F(RemoteStoreTest, SendsInTheNextRunWhatWaited) {
  server_.is_away = true;
  tick(*open(), 5);
  EXPECT_TRUE(server_.records.empty());
  server_.is_away = false;
  const auto store = open();
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_THAT(server_.records, ElementsAre("a@0", "a@1", "a@2", "a@3", "a@4"));
}

TEST_F(RemoteStoreTest, SendsWhatWaitedToWhereverItsKindOfStoreIsNow) {
  server_.is_away = true;
  tick(*open("http://db.lab:9091"), 3);
  server_.is_away = false;
  const auto store = open("https://metrics.lab:9090");
  tick(*store);
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_THAT(server_.records, ElementsAre("a@0", "a@1", "a@2", "a@3"));
  EXPECT_EQ(store->status().set_aside, "");
}

TEST_F(RemoteStoreTest, KeepsWhatWaitedForAnotherKindOfStoreUntilItIsOfThatKindAgain) {
  server_.is_away = true;
  tick(*open("http://db.lab:9091"), 3);
  server_.is_away = false;
  {
    const auto store = open("postgres://db.lab/metrics");
    tick(*store);
    ASSERT_TRUE(store->drain(kPatience));
    EXPECT_THAT(server_.records, ElementsAre("a@3"));
    EXPECT_NE(store->status().set_aside, "");
  }
  const auto store = open("http://db.lab:9091");
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_THAT(server_.records, ElementsAre("a@3", "a@0", "a@1", "a@2"));
}

TEST_F(RemoteStoreTest, DropsTheOldestWhereTheSpoolIsFull) {
  server_.is_away = true;
  const auto store = open("engine", 64 << 10);
  tick(*store, 10'000);
  const StoreStatus full = store->status();
  EXPECT_GT(full.dropped, 0U);
  EXPECT_LE(full.bytes, 64U << 10);
  server_.is_away = false;
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_EQ(server_.records.size() + store->status().dropped, 10'000U);
  EXPECT_EQ(server_.records.back(), "a@9999");
}

TEST_F(RemoteStoreTest, CountsAndTellsWhatTheEngineRefuses) {
  server_.refused = {"a@1", "a@3"};
  const auto store = open();
  tick(*store, 5);
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_THAT(server_.records, ElementsAre("a@0", "a@2", "a@4"));
  StoreStatus status = store->status();
  EXPECT_EQ(status.dropped, 2U);
  EXPECT_EQ(status.ticks, 3U);
  EXPECT_EQ(status.state, StoreStatus::State::degraded);
  EXPECT_EQ(status.detail, "the store refused 2 samples, which are lost: a@3 is too old");
  server_.is_away = true;
  tick(*store);
  wait_for_attempts(2);
  status = store->status();
  EXPECT_THAT(status.detail, HasSubstr("is away, 1 samples wait"));
  EXPECT_THAT(status.detail, HasSubstr("; the store refused 2 samples"));
}

// A Prometheus that was away for longer than it takes samples from had lost them, and said that it
// reached back to them.
TEST_F(RemoteStoreTest, ItsOldestIsOneThatTheEngineTook) {
  server_.refused = {"a@0", "a@1"};
  const auto store = open();
  tick(*store, 2);
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_EQ(store->status().oldest, std::nullopt);
  tick(*store, 2);
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_EQ(store->status().oldest, testing::at(1'700'000'002));
}

TEST_F(RemoteStoreTest, TellsOfRefusalsForAWhile) {
  tell_refusals_ = std::chrono::milliseconds(0);
  server_.refused = {"a@0"};
  const auto store = open();
  tick(*store, 2);
  ASSERT_TRUE(store->drain(kPatience));
  const StoreStatus status = store->status();
  EXPECT_EQ(status.state, StoreStatus::State::ok);
  EXPECT_EQ(status.detail, "");
  EXPECT_EQ(status.dropped, 1U);
}

TEST_F(RemoteStoreTest, RecordsNoSecondTwiceWhenTheClockIsSetBackAMoment) {
  const auto store = open();
  tick(*store, 3);
  machine_.clock.step_wall(seconds(-2));
  tick(*store, 3);
  machine_.clock.step_wall(seconds(-1000));
  tick(*store, 1);
  ASSERT_TRUE(store->drain(kPatience));
  EXPECT_THAT(server_.records, ElementsAre("a@0", "a@1", "a@2", "a@3", "a@-996"));
}

TEST_F(RemoteStoreTest, AsksTheEngineAndChecksTheQuestion) {
  const auto store = open();
  EXPECT_TRUE(store->query(testing::ask({testing::kLoadKey}, 1, 2)));
  EXPECT_EQ(store->query(testing::ask({}, 1, 2)).error().code, std::errc::invalid_argument);
  EXPECT_EQ(store->resolution_for(Query()), Resolution::m1);
  EXPECT_TRUE(store->series({}).empty());
  EXPECT_TRUE(store->hosts());
}

TEST_F(RemoteStoreTest, ASpoolThatCannotBeUsedIsAnError) {
  RemoteStore::Options options;
  options.spool = "/proc/none/spool";
  EXPECT_FALSE(
      RemoteStore::open(options, std::make_unique<FakeEngine>(server_, "x"), null_logger()));
}

TEST(EngineReader, AsksTheEngineAndSendsNothing) {
  Server server;
  EngineReader reader(std::make_unique<FakeEngine>(server, "db.lab"));
  reader.append(Snapshot());
  EXPECT_EQ(server.attempts, 0);
  Query query = testing::ask({testing::kLoadKey}, 0, 10);
  EXPECT_TRUE(reader.query(query));
  EXPECT_EQ(reader.resolution_for(query), Resolution::m1);
  query.series.clear();
  EXPECT_EQ(reader.query(query).error().code, std::errc::invalid_argument);
  EXPECT_TRUE(reader.series("other").empty());
  EXPECT_EQ(reader.status().location, "db.lab");
}

}  // namespace
}  // namespace mimon::store::remote
