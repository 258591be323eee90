#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "stores/postgres/postgres_engine.h"
#include "stores/postgres/test_server.h"
#include "stores/remote/remote_store.h"
#include "stores/store_place.h"
#include "stores/store_testing.h"

namespace mimon::store::postgres {

/// A database of its own, and a spool.
class TestPlace final : public testing::Place {
 public:
  explicit TestPlace(std::string host = "this-host") : host_(std::move(host)) {}
  TestPlace(std::string host, std::string url) : host_(std::move(host)), url_(std::move(url)) {}

  std::unique_ptr<Store> open(const Retention& retention) override {
    PostgresEngine::Options options;
    options.url = url_;
    options.host = host_;
    options.retention = retention;
    auto engine = PostgresEngine::open(std::move(options), null_logger()).value();
    engine_ = engine.get();
    remote::RemoteStore::Options store;
    store.identity.host = host_;
    store.spool = folder_.path("spool");
    store.retry = std::chrono::milliseconds(20);
    store.maintain_every = std::chrono::milliseconds(0);
    return remote::RemoteStore::open(std::move(store), std::move(engine), null_logger()).value();
  }

  void settle(Store& store) override {
    const auto& remote = dynamic_cast<remote::RemoteStore&>(store);
    ASSERT_TRUE(remote.drain(std::chrono::seconds(60))) << store.status().detail;
    do {
      const auto done = engine_->maintain(WallTime());
      if (store.status().ticks == 0) return;
      ASSERT_TRUE(done) << done.error().what();
    } while (engine_->behind());
  }

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] PostgresEngine& engine() { return *engine_; }

 private:
  sqlite::TemporaryFolder folder_;
  std::string host_;
  std::string url_ = TestServer::instance().make_database();
  PostgresEngine* engine_ = nullptr;
};

}  // namespace mimon::store::postgres
