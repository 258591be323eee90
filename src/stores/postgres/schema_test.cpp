#include "stores/postgres/schema.h"

#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "stores/postgres/test_server.h"

namespace mimon::store::postgres {
namespace {

class PostgresSchemaTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<Connection> connect() const {
    Target target;
    target.url = url_;
    target.limit = std::chrono::seconds(60);
    auto connection = Connection::open(*Libpq::load().value(), target).value();
    EXPECT_TRUE(connection->run("SET lock_timeout = 0"));
    return connection;
  }
  std::string ask(const std::string& sql) const { return server_.ask(url_, sql); }

  /// Runs `change` on many connections at once: all have looked at the schema, and wait for its
  /// lock, before the first may go on. What those say that failed.
  std::vector<std::string> all_at_once(const std::function<Result<void>(Connection&)>& change) {
    const auto holder = connect();
    auto held = Transaction::begin(*holder).value();
    EXPECT_TRUE(lock_schema(*holder));
    std::vector<std::string> failures(kMany);
    std::vector<std::thread> threads;
    threads.reserve(kMany);
    for (std::string& failure : failures) {
      threads.emplace_back([&] {
        const auto done = change(*connect());
        if (!done) failure = done.error().what();
      });
    }
    while (ask("SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") !=
           std::to_string(kMany))
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_TRUE(held.commit());
    for (std::thread& thread : threads) thread.join();
    std::erase(failures, std::string());
    return failures;
  }

  static constexpr std::size_t kMany = 8;
  TestServer& server_ = TestServer::instance();
  std::string url_ = server_.make_database();
};

TEST_F(PostgresSchemaTest, ThoseThatWaitForTheFirstMigrationSeeThatItIsMade) {
  for (int round = 0; round < 3; ++round) {
    url_ = server_.make_database();
    EXPECT_EQ(all_at_once(migrate), std::vector<std::string>());
    EXPECT_EQ(ask("SELECT count(*)::text FROM mimon_schema"), std::to_string(migrations().size()));
  }
}

TEST_F(PostgresSchemaTest, ThoseThatWaitForADaySeeThatItIsMade) {
  ASSERT_TRUE(migrate(*connect()));
  const auto make_day = [](Connection& connection) {
    return Partitions().ensure(connection, Resolution::s1, {20'000});
  };
  EXPECT_EQ(all_at_once(make_day), std::vector<std::string>());
  EXPECT_EQ(ask("SELECT string_agg(relname, ' ') FROM pg_class WHERE relispartition AND relkind = "
                "'r'"),
            "system_metrics_history_20241004");
}

TEST_F(PostgresSchemaTest, ADatabaseOfTheFirstVersionIsBroughtUpToDateAmongOlderMimons) {
  ASSERT_TRUE(connect()->run(std::string(migrations()[0].sql)));
  const std::string older = "INSERT INTO mimon_hosts (host, url, version, simulated) VALUES ";
  ask("CREATE TABLE mimon_schema (version integer PRIMARY KEY, applied_at timestamptz NOT NULL "
      "DEFAULT now())");
  ask("INSERT INTO mimon_schema (version) VALUES (1)");
  ask(older + "('before', '', '', false)");
  ASSERT_TRUE(migrate(*connect()));
  ask(older + "('after', '', '', false)");
  EXPECT_EQ(ask("SELECT string_agg(host || ' ' || coalesce(retention_1s::text, 'none'), ', ' "
                "ORDER BY host_id) FROM mimon_hosts"),
            "before none, after none");
  EXPECT_EQ(ask("SELECT max(version)::text FROM mimon_schema"),
            std::to_string(migrations().back().version));
}

}  // namespace
}  // namespace mimon::store::postgres
