#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stores/prometheus/prometheus_engine.h"
#include "stores/prometheus/test_server.h"
#include "stores/remote/remote_store.h"
#include "stores/sqlite/temporary_folder.h"
#include "stores/store_testing.h"

namespace mimon::store::prometheus {
namespace {

using store::testing::kLoad;
using store::testing::kLoadKey;
using store::testing::Machine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TestServer;

constexpr std::chrono::minutes kOutage{90};

// A store that was cut off from a Prometheus into which others wrote meanwhile.
class OutageTest : public ::testing::Test {
 protected:
  void connect(std::string config) {
    server_ = std::make_unique<TestServer>(TestServer::Product::prometheus,
                                           TestServer::Options{.config = std::move(config)});
    const auto other = open("other");
    Machine now(clock_.wall());
    now.tick(*other, 1);
    ASSERT_TRUE(other->drain(std::chrono::minutes(1)));
  }
  std::unique_ptr<remote::RemoteStore> open(const std::string& host) {
    return open(host, server_->url());
  }
  std::unique_ptr<remote::RemoteStore> open(const std::string& host, const std::string& url) {
    const auto none = [](const char*) { return std::string(); };
    auto endpoint = parse_endpoint("prometheus+" + url, none).value();
    auto engine =
        PrometheusEngine::make({host, std::move(endpoint)}, catalog_, clock_, null_logger());
    remote::RemoteStore::Options options;
    options.identity.host = host;
    options.spool = folder_.path(host);
    return remote::RemoteStore::open(options, std::move(engine.value()), null_logger()).value();
  }
  // Of a store that sent three samples that waited, and then a new one.
  StoreStatus status_after_outage(std::string config) {
    connect(std::move(config));
    const auto store = open("box");
    Machine then(began_);
    for (int i = 0; i < 3; ++i) then.tick(*store, 1);
    Machine now(clock_.wall());
    now.tick(*store, 1);
    EXPECT_TRUE(store->drain(std::chrono::minutes(1)));
    return store->status();
  }

  const SystemClock clock_;
  const Catalog catalog_{{&kLoad}};
  const WallTime began_ = std::chrono::floor<std::chrono::seconds>(clock_.wall() - kOutage);
  sqlite::TemporaryFolder folder_;
  std::unique_ptr<TestServer> server_;
};

TEST_F(OutageTest, WhatPrometheusTakesNoMoreIsToldAndIsNoOldest) {
  const StoreStatus status = status_after_outage("");
  EXPECT_EQ(status.dropped, 3U);
  EXPECT_EQ(status.ticks, 1U);
  EXPECT_EQ(status.state, StoreStatus::State::degraded);
  EXPECT_THAT(status.detail, HasSubstr("refused 3 samples"));
  EXPECT_THAT(status.detail, HasSubstr("out of bounds"));
  EXPECT_THAT(status.detail, HasSubstr("out_of_order_time_window"));
  ASSERT_TRUE(status.oldest);
  EXPECT_GT(*status.oldest, began_ + std::chrono::hours(1));
}

TEST_F(OutageTest, OneThatTakesSamplesOutOfOrderLosesNothing) {
  const StoreStatus status =
      status_after_outage("storage: {tsdb: {out_of_order_time_window: 24h}}\n");
  EXPECT_EQ(status.dropped, 0U);
  EXPECT_EQ(status.state, StoreStatus::State::ok) << status.detail;
  EXPECT_EQ(status.oldest, began_);
}

TEST_F(OutageTest, AMistypedPortStrandsNothing) {
  connect("");
  Machine now(std::chrono::floor<std::chrono::seconds>(clock_.wall()));
  const std::int64_t first = now.now();
  {
    const auto lost = open("box", "http://127.0.0.1:1");
    for (int i = 0; i < 3; ++i) now.tick(*lost, i);
  }
  const auto store = open("box");
  now.tick(*store, 3);
  ASSERT_TRUE(store->drain(std::chrono::minutes(1)));
  EXPECT_EQ(store->status().set_aside, "");
  const auto result =
      store::testing::answer(*store, store::testing::ask({kLoadKey}, first, first + 10));
  EXPECT_THAT(result.columns.at(0).avg, ElementsAre(0, 1, 2, 3));
}

}  // namespace
}  // namespace mimon::store::prometheus
