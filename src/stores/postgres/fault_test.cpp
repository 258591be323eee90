#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <thread>

#include "stores/postgres/statement.h"
#include "stores/postgres/test_place.h"

namespace mimon::store::postgres {
namespace {

using testing::ask;
using ::testing::HasSubstr;
using testing::Machine;

constexpr std::chrono::seconds kPatience{60};

/// The record with a byte in the first `text` of it that PostgreSQL takes for no text.
std::string with_bad_text(const std::string& record, std::string_view text) {
  const std::string_view packed = std::string_view(record).substr(1);
  std::string bytes(ZSTD_getFrameContentSize(packed.data(), packed.size()), '\0');
  ZSTD_decompress(bytes.data(), bytes.size(), packed.data(), packed.size());
  bytes.at(bytes.find(text)) = '\xff';
  std::string changed(1 + ZSTD_compressBound(bytes.size()), record[0]);
  changed.resize(1 + ZSTD_compress(changed.data() + 1, changed.size() - 1, bytes.data(),
                                   bytes.size(), ZSTD_CLEVEL_DEFAULT));
  return changed;
}

class PostgresFaultTest : public ::testing::Test {
 protected:
  remote::RemoteStore& open(TestPlace& place) {
    store_ = place.open(Retention());
    return dynamic_cast<remote::RemoteStore&>(*store_);
  }
  void tick(Store& store, int count) {
    for (int i = 0; i < count; ++i) machine_.tick(store, static_cast<double>(i));
  }
  void wait_until_away(const Store& store) {
    while (store.status().state == StoreStatus::State::ok)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  /// Every second since the start, none missing.
  void expect_all(const Store& store, std::int64_t count) {
    const QueryResult result =
        testing::answer(store, ask({testing::kLoadKey}, start_, start_ + count));
    ASSERT_EQ(result.times.size(), static_cast<std::size_t>(count));
    const QueryResult minutes =
        testing::answer(store, ask({testing::kLoadKey}, start_, start_ + count, Resolution::m1));
    EXPECT_EQ(minutes.times.size(),
              static_cast<std::size_t>((start_ + count - 1) / 60 - start_ / 60 + 1));
  }
  [[nodiscard]] std::string empty_tick(const PostgresEngine& engine,
                                       const std::string& host) const {
    remote::HostIdentity identity;
    identity.host = host;
    return engine.encode(identity, Snapshot(),
                         std::chrono::sys_seconds(std::chrono::seconds(start_)));
  }
  PostgresEngine::Options options(const std::string& url, const std::string& host) {
    PostgresEngine::Options options;
    options.url = url;
    options.host = host;
    options.metrics = {&testing::kLoad, &gpu::kUtilization, &gpu::kMemoryUsed};
    return options;
  }

  TestServer& server_ = TestServer::instance();
  Machine machine_;
  const std::int64_t start_ = machine_.now();
  std::unique_ptr<Store> store_;
};

TEST_F(PostgresFaultTest, NoSecondIsMissingAfterTheServerWasStopped) {
  TestPlace place;
  auto& store = open(place);
  tick(store, 50);
  ASSERT_TRUE(store.drain(kPatience));
  server_.stop();
  tick(store, 300);
  wait_until_away(store);
  EXPECT_EQ(store.status().unwritten, 300U);
  EXPECT_EQ(store.status().lag, std::chrono::seconds(300));
  EXPECT_FALSE(store.query(ask({testing::kLoadKey}, start_, start_ + 1)));
  server_.start();
  ASSERT_TRUE(store.drain(kPatience));
  tick(store, 10);
  place.settle(store);
  expect_all(store, 360);
  EXPECT_EQ(store.status().dropped, 0U);
}

TEST_F(PostgresFaultTest, NoSecondIsMissingAfterTheServerWasKilledAmongWrites) {
  TestPlace place;
  auto& store = open(place);
  for (int round = 0; round < 3; ++round) {
    tick(store, 1000);
    server_.kill();
    tick(store, 100);
    server_.start();
  }
  ASSERT_TRUE(store.drain(kPatience));
  place.settle(store);
  expect_all(store, 3300);
}

TEST_F(PostgresFaultTest, WaitsForAServerThatIsNotThereAtTheStart) {
  TestPlace place;
  server_.stop();
  auto& store = open(place);
  tick(store, 20);
  wait_until_away(store);
  server_.start();
  ASSERT_TRUE(store.drain(kPatience));
  expect_all(store, 20);
}

TEST_F(PostgresFaultTest, ARunThatEndedWithoutTheServerIsSentByTheNext) {
  TestPlace place;
  open(place);
  server_.stop();
  tick(*store_, 20);
  store_.reset();
  server_.start();
  auto& store = open(place);
  ASSERT_TRUE(store.drain(kPatience));
  expect_all(store, 20);
}

TEST_F(PostgresFaultTest, ManyMayMigrateAtOnce) {
  const std::string url = server_.make_database();
  std::vector<std::thread> threads;
  threads.reserve(16);
  std::atomic<int> ready = 0;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      const std::string host = "host-" + std::to_string(i);
      auto engine = PostgresEngine::open(options(url, host), null_logger()).value();
      const std::string record = empty_tick(*engine, host);
      for (int attempt = 0; attempt < 50; ++attempt) {
        if (!engine->send({&record, 1})) continue;
        ++ready;
        return;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ready, 16);
  EXPECT_EQ(server_.ask(url, "SELECT count(*)::text FROM system_metrics_history"), "16");
  EXPECT_EQ(server_.ask(url, "SELECT count(*)::text FROM mimon_schema"),
            std::to_string(migrations().size()));
}

TEST_F(PostgresFaultTest, ANewerSchemaIsRefused) {
  const std::string url = server_.make_database();
  ASSERT_TRUE(PostgresEngine::open(options(url, "a"), null_logger()));
  server_.ask(url, "INSERT INTO mimon_schema (version) VALUES (1000)");
  const auto refused = PostgresEngine::open(options(url, "a"), null_logger());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what(), HasSubstr("upgrade this mimon"));
}

TEST_F(PostgresFaultTest, AUrlThatIsNoneIsRefusedWithoutShowingIt) {
  const auto refused =
      PostgresEngine::open(options("postgres://u:secret@h:port/x?nonsense=1", "a"), null_logger());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what(), ::testing::Not(HasSubstr("secret")));
}

TEST_F(PostgresFaultTest, TheLocationShowsNoCredentials) {
  const Libpq& pq = *Libpq::load().value();
  EXPECT_EQ(
      location_of(pq, "postgres://user:secret@db.example:5433/metrics?sslmode=require").value(),
      "postgres://db.example:5433/metrics");
  EXPECT_EQ(location_of(pq, "postgresql:///metrics?host=/run/postgresql").value(),
            "postgres://localhost/metrics");
}

TEST_F(PostgresFaultTest, WhatItCannotTakeIsRefusedAndTheRestTaken) {
  TestPlace place;
  open(place);
  const std::string good = empty_tick(place.engine(), "this-host");
  const std::string bad = with_bad_text(good, "this-host");
  const std::vector<std::string> records{good, bad, "nonsense", good, bad};
  const auto sent = place.engine().send(records);
  ASSERT_TRUE(sent) << sent.error().what();
  EXPECT_EQ(sent->taken, 5U);
  EXPECT_THAT(sent->refused, ::testing::ElementsAre(1, 2, 4));
}

TEST_F(PostgresFaultTest, ADayThatWasDroppedMeanwhileIsMadeAgain) {
  TestPlace place;
  auto& store = open(place);
  tick(store, 5);
  ASSERT_TRUE(store.drain(kPatience));
  server_.ask(place.url(), "DROP TABLE system_metrics_history_20231114");
  tick(store, 5);
  ASSERT_TRUE(store.drain(kPatience));
  EXPECT_EQ(testing::answer(store, ask({testing::kLoadKey}, start_, start_ + 20)).times.size(), 5U);
}

TEST_F(PostgresFaultTest, DaysGoThatNoHostKeeps) {
  TestPlace place;
  const Retention short_one{.s1 = std::chrono::hours(24),
                            .s10 = std::chrono::hours(24),
                            .m1 = std::chrono::hours(48),
                            .m5 = std::chrono::days(90)};
  machine_.interval = std::chrono::seconds(60);
  store_ = place.open(short_one);
  for (int i = 0; i < 4 * 1440; ++i) machine_.tick(*store_, 1);
  place.settle(*store_);
  // A start looks for days to drop.
  store_.reset();
  store_ = place.open(short_one);
  machine_.tick(*store_, 1);
  place.settle(*store_);
  const auto days = [&](const std::string& table) {
    return server_.ask(place.url(), "SELECT count(*)::text FROM pg_inherits WHERE inhparent = '" +
                                        table + "'::regclass");
  };
  EXPECT_EQ(days("system_metrics_history"), "2");
  EXPECT_EQ(days("system_metrics_1m"), "3");
  EXPECT_EQ(days("system_metrics_5m"), "5");
}

TEST_F(PostgresFaultTest, TheTableIsReadableInPlainSql) {
  TestPlace place;
  store_ = place.open(Retention());
  Values values;
  values.set(gpu::kUtilization, 71);
  values.set(gpu::kMemoryUsed, 1024);
  values.set(gpu::kMemoryTotal, 4096);
  values.set(gpu::kTemperature, 65);
  values.set(gpu::kPowerUsage, 250.5);
  machine_.tick(*store_, {{machine_.host, Values()}, {testing::make_gpu(2, "GPU-a"), values}});
  place.settle(*store_);
  EXPECT_EQ(server_.ask(place.url(),
                        "SELECT concat_ws('|', \"timestamp\", host, gpu_id, utilization, "
                        "memory_used, memory_total, temperature, power_usage) FROM "
                        "system_metrics_history WHERE gpu_id = 2"),
            "2023-11-14 22:13:20+00|this-host|2|71|1024|4096|65|250.5");
}

TEST_F(PostgresFaultTest, AHostHasItsDevicesWhileItsNextTickComes) {
  TestPlace place;
  auto& store = open(place);
  tick(store, 1);
  ASSERT_TRUE(store.drain(kPatience));
  const auto devices = store.hosts().value().at(0).devices.size();
  ASSERT_GT(devices, 0U);
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 400; ++i) {
      tick(store, 1);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    done = true;
  });
  int incomplete = 0;
  while (!done) incomplete += store.hosts().value().at(0).devices.size() == devices ? 0 : 1;
  writer.join();
  EXPECT_EQ(incomplete, 0);
}

TEST_F(PostgresFaultTest, ManyHostsShareADatabase) {
  TestPlace place("a");
  TestPlace other("b", place.url());
  store_ = place.open(Retention());
  const auto second = other.open(Retention());
  Machine twin;
  twin.interval = std::chrono::seconds(30);
  Values values;
  values.set(gpu::kUtilization, 71);
  machine_.tick(*store_, {{machine_.host, Values()}, {testing::make_gpu(0, "GPU-a"), values}});
  twin.tick(*second, 7);
  place.settle(*store_);
  other.settle(*second);
  const auto hosts = store_->hosts().value();
  ASSERT_EQ(hosts.size(), 2U);
  EXPECT_EQ(hosts[0].host, "a");
  EXPECT_EQ(hosts[0].last, testing::at(start_));
  ASSERT_EQ(hosts[0].devices.size(), 2U);
  EXPECT_EQ(hosts[0].devices[0].id, "host");
  EXPECT_EQ(hosts[0].devices[1].identity, "GPU-a");
  EXPECT_EQ(hosts[0].devices[1].values,
            (std::vector<std::pair<std::string, double>>{{"utilization", 71}}));
  EXPECT_EQ(hosts[0].interval, std::chrono::seconds(1));
  EXPECT_EQ(hosts[1].host, "b");
  EXPECT_EQ(hosts[1].interval, std::chrono::seconds(30));
  Query query = ask({testing::kLoadKey}, start_, start_ + 1);
  query.host = "b";
  EXPECT_EQ(testing::answer(*store_, query).columns[0].avg, std::vector<double>{7});
  EXPECT_EQ(store_->series("b").at(0).host, "b");
}

}  // namespace
}  // namespace mimon::store::postgres
