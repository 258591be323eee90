#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "stores/prometheus/host_list.h"
#include "stores/prometheus/packing.h"
#include "stores/prometheus/prometheus_engine.h"
#include "stores/prometheus/test_server.h"
#include "stores/store_testing.h"

namespace mimon::store::prometheus {
namespace {

using store::testing::ask;
using store::testing::kLoad;
using store::testing::kLoadKey;
using store::testing::make_gpu;
using store::testing::make_host;
using store::testing::seconds_of;
using store::testing::shown;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TestServer;
using ::testing::UnorderedElementsAre;
using Product = TestServer::Product;

const MetricSpec kCpu{.id = "cpu.percent",
                      .device = DeviceKind::host,
                      .path = "cpu",
                      .unit = Unit::percent,
                      .help = "For tests.",
                      .decimals = 1};

Catalog make_test_catalog() {
  std::vector<const MetricSpec*> metrics(gpu::all_metrics().begin(), gpu::all_metrics().end());
  metrics.push_back(&kLoad);
  metrics.push_back(&kCpu);
  return Catalog(std::move(metrics));
}

DeviceSamplePtr sample_of(const DevicePtr& device, DeviceState state,
                          const std::vector<std::pair<const MetricSpec*, double>>& values) {
  auto sample = std::make_shared<DeviceSample>();
  sample->device = device;
  sample->state = state;
  for (const auto& [spec, value] : values) sample->values.set(*spec, value);
  return sample;
}

class EngineTest : public ::testing::TestWithParam<Product> {
 protected:
  std::unique_ptr<PrometheusEngine> connect(const std::string& url) {
    const auto none = [](const char*) { return std::string(); };
    auto endpoint = parse_endpoint("prometheus+" + url, none).value();
    return PrometheusEngine::make({"box", std::move(endpoint)}, catalog_, clock_, null_logger())
        .value();
  }
  // A tick of a host with one value.
  std::string load_at(const std::string& host, std::int64_t second, double load) {
    Snapshot snapshot;
    snapshot.devices = {sample_of(make_host(), DeviceState::ok, {{&kLoad, load}})};
    return encode({host, "", "", false}, snapshot, second);
  }
  std::string encode(const remote::HostIdentity& identity, const Snapshot& snapshot,
                     std::int64_t second) {
    return engine_->encode(identity, snapshot,
                           std::chrono::sys_seconds(std::chrono::seconds(second)));
  }
  void write(const std::vector<std::string>& records) {
    const auto sent = engine_->send(records);
    ASSERT_TRUE(sent) << sent.error().what();
    EXPECT_EQ(sent->taken, records.size());
    EXPECT_THAT(sent->refused, IsEmpty());
    server_.flush();
  }
  std::int64_t now() const {
    return std::chrono::floor<std::chrono::seconds>(clock_.wall()).time_since_epoch().count();
  }

  const SystemClock clock_;
  const Catalog catalog_ = make_test_catalog();
  TestServer server_{GetParam()};
  std::unique_ptr<PrometheusEngine> engine_ = connect(server_.url());
};

TEST_P(EngineTest, KnowsItsHostsOldestTickFromBeforeTheStart) {
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t newest = now();
  const auto found = [&] {
    const auto engine = connect(server_.url());
    EXPECT_EQ(engine->oldest(), std::nullopt);
    EXPECT_TRUE(engine->maintain(store::testing::at(newest)));
    return engine->oldest();
  };
  write({load_at("other", newest - 200 * kDay, 1)});
  EXPECT_EQ(found(), std::nullopt);
  for (const std::int64_t age : {150 * kDay, 149 * kDay + 11, 40 * kDay, std::int64_t{0}})
    write({load_at("box", newest - age, 1)});
  EXPECT_EQ(found(), store::testing::at(newest - 150 * kDay));
}

TEST_P(EngineTest, HostsAreAsOfTheirNewestTick) {
  const std::int64_t start = now() - 1200;
  const DevicePtr gpu = make_gpu(0, "GPU-a");
  Snapshot well;
  well.devices = {sample_of(make_host(), DeviceState::ok, {{&kCpu, 12.3}}),
                  sample_of(make_gpu(10, "GPU-k"), DeviceState::ok, {}),
                  sample_of(make_gpu(2, ""), DeviceState::ok, {{&gpu::kUtilization, 7}}),
                  sample_of(gpu, DeviceState::ok,
                            {{&gpu::kUtilization, 42}, {&gpu::kMemoryUsed, 85'899'345'920.0}})};
  Snapshot lost = well;
  lost.devices.back() = sample_of(gpu, DeviceState::lost, {});
  write({encode({"quiet", "http://quiet:8000", "1.0", true}, well, start),
         encode({"quiet", "http://quiet:8000", "1.1", true}, lost, start + 1)});
  const std::int64_t last = now();
  write({encode({"live", "http://live:8000", "2.0", false}, well, last - 1),
         encode({"live", "http://live:8000", "2.0", false}, well, last)});
  for (int round = 0; round < 2; ++round) {
    const auto hosts = engine_->hosts();
    ASSERT_TRUE(hosts) << hosts.error().what();
    ASSERT_EQ(hosts->size(), 2U);
    const HostSummary& live = hosts->front();
    EXPECT_EQ(live.host, "live");
    EXPECT_EQ(live.url, "http://live:8000");
    EXPECT_EQ(live.version, "2.0");
    EXPECT_FALSE(live.simulated);
    EXPECT_EQ(live.last, store::testing::at(last));
    ASSERT_EQ(live.devices.size(), 4U);
    EXPECT_EQ(live.devices[0].id, "host");
    EXPECT_EQ(live.devices[1].id, "gpu/0");
    EXPECT_EQ(live.devices[1].identity, "GPU-a");
    EXPECT_EQ(live.devices[1].name, "card GPU-a");
    EXPECT_THAT(live.devices[0].values,
                ElementsAre(std::pair<std::string, double>("cpu.percent", 12.3)));
    EXPECT_THAT(
        live.devices[1].values,
        UnorderedElementsAre(std::pair<std::string, double>("utilization", 42),
                             std::pair<std::string, double>("memory.used", 85'899'345'920.0)));
    EXPECT_THAT(live.devices[2].values,
                ElementsAre(std::pair<std::string, double>("utilization", 7)));
    EXPECT_EQ(live.devices[3].id, "gpu/10");
    const HostSummary& quiet = hosts->back();
    EXPECT_EQ(quiet.last, store::testing::at(start + 1));
    EXPECT_EQ(quiet.version, "1.1");
    EXPECT_TRUE(quiet.simulated);
    ASSERT_EQ(quiet.devices.size(), 4U);
    EXPECT_EQ(quiet.devices[1].state, DeviceState::lost);
    EXPECT_THAT(quiet.devices[1].values, IsEmpty());
  }
}

TEST_P(EngineTest, WhatDoesNotMoveIsKeptForAWhile) {
  const auto http = HttpClient::make({}).value();
  const auto endpoint = parse_endpoint("prometheus+" + server_.url(), [](const char*) {
                          return std::string();
                        }).value();
  const QueryApi api(*http, endpoint);
  HostList list(api, catalog_);
  const std::int64_t start = now();
  const auto tick = [&](std::int64_t second, double used) {
    Snapshot snapshot;
    snapshot.devices = {sample_of(make_gpu(0, "GPU-a"), DeviceState::ok,
                                  {{&gpu::kUtilization, used}, {&gpu::kMemoryTotal, 80}})};
    write({encode({"box", "", "1.0", false}, snapshot, second)});
    return list.at(store::testing::at(second)).value();
  };
  tick(start - 2, 1);
  const auto hosts = tick(start - 1, 2);
  ASSERT_EQ(hosts.size(), 1U);
  EXPECT_EQ(hosts[0].last, store::testing::at(start - 1));
  EXPECT_THAT(hosts[0].devices.at(0).values,
              UnorderedElementsAre(std::pair<std::string, double>("utilization", 2),
                                   std::pair<std::string, double>("memory.total", 80)));
  // A minute later it is quiet, and remembered as it was.
  for (int round = 0; round < 2; ++round) {
    const auto quiet = list.at(store::testing::at(start + 60)).value();
    ASSERT_EQ(quiet.size(), 1U);
    EXPECT_EQ(quiet[0].last, store::testing::at(start - 1));
    EXPECT_THAT(quiet[0].devices.at(0).values, ::testing::SizeIs(2));
  }
}

TEST_P(EngineTest, HostsTellTheirInterval) {
  const std::int64_t last = now();
  Snapshot slow;
  slow.interval = std::chrono::minutes(1);
  slow.devices = {sample_of(make_host(), DeviceState::ok, {{&kCpu, 12.3}})};
  Snapshot quick = slow;
  quick.interval = std::chrono::milliseconds(500);
  write({encode({"slow", "", "", false}, slow, last - 140),
         encode({"quick", "", "", false}, quick, last)});
  const auto hosts = engine_->hosts().value();
  ASSERT_EQ(hosts.size(), 2U);
  EXPECT_EQ(hosts[0].host, "quick");
  EXPECT_EQ(hosts[0].interval, std::chrono::milliseconds(500));
  EXPECT_EQ(hosts[1].last, store::testing::at(last - 140));
  EXPECT_EQ(hosts[1].interval, std::chrono::minutes(1));
  EXPECT_THAT(hosts[1].devices.at(0).values,
              ElementsAre(std::pair<std::string, double>("cpu.percent", 12.3)));
}

TEST_P(EngineTest, KeepsHostsApart) {
  const std::int64_t start = now() - 100;
  write({load_at("box", start, 1), load_at("other \"quoted\\ box|.*", start, 2)});
  Query query = ask({kLoadKey}, start, start + 1);
  EXPECT_THAT(engine_->query(query).value().columns[0].avg, ElementsAre(1));
  query.host = "other \"quoted\\ box|.*";
  EXPECT_THAT(engine_->query(query).value().columns[0].avg, ElementsAre(2));
  EXPECT_EQ(engine_->series(query.host).value().size(), 1U);
  EXPECT_THAT(engine_->series("nobody").value(), IsEmpty());
}

// VictoriaMetrics would show what it does not know of the last half minute as what went before.
TEST_P(EngineTest, MakesUpNoRecentPoint) {
  const std::int64_t end = now() / 10 * 10;
  std::vector<std::string> records;
  for (std::int64_t t = end - 120; t < end - 20; ++t)
    records.push_back(load_at("box", t, static_cast<double>(t % 10)));
  for (std::int64_t t = end - 5; t < end; ++t) records.push_back(load_at("box", t, 50));
  write(records);
  Query query = ask({kLoadKey}, end - 120, end + 120, Resolution::s10);
  query.min_max = true;
  const QueryResult result = engine_->query(query).value();
  EXPECT_THAT(seconds_of(result),
              ElementsAre(end - 120, end - 110, end - 100, end - 90, end - 80, end - 70, end - 60,
                          end - 50, end - 40, end - 30, end - 20, end - 10));
  EXPECT_THAT(shown(result.columns[0].avg),
              ElementsAre(4.5, 4.5, 4.5, 4.5, 4.5, 4.5, 4.5, 4.5, 4.5, 4.5, -1, 50));
}

TEST_P(EngineTest, AnswersForARangeThatIsMostlyEmpty) {
  const std::int64_t start = now() - 5000;
  std::vector<std::string> records;
  for (std::int64_t t = start; t < start + 4000; ++t) records.push_back(load_at("box", t, 1));
  write(records);
  Query query = ask({kLoadKey}, 0, start + 5000, Resolution::m5);
  const QueryResult result = engine_->query(query).value();
  EXPECT_GE(result.times.size(), 14U);
  EXPECT_LE(result.times.size(), 15U);
  EXPECT_THAT(result.columns[0].avg, ::testing::Each(1));
}

TEST_P(EngineTest, TakesARecordThatIsSentTwiceOnce) {
  const std::int64_t start = now() - 100;
  std::vector<std::string> records;
  for (int i = 0; i < 20; ++i) records.push_back(load_at("box", start + i, i));
  write(records);
  write(records);
  const QueryResult result = engine_->query(ask({kLoadKey}, start, start + 100)).value();
  EXPECT_EQ(result.times.size(), 20U);
}

TEST_P(EngineTest, SaysThatTheEngineIsAwayAndGoesOnWhenItIsBack) {
  const std::int64_t start = now() - 100;
  write({load_at("box", start, 1)});
  server_.stop();
  const std::vector<std::string> next{load_at("box", start + 1, 2)};
  const auto sent = engine_->send(next);
  ASSERT_FALSE(sent);
  EXPECT_THAT(sent.error().what(), HasSubstr(server_.url()));
  EXPECT_FALSE(engine_->query(ask({kLoadKey}, start, start + 2)));
  EXPECT_FALSE(engine_->hosts());
  server_.start();
  write(next);
  EXPECT_EQ(engine_->query(ask({kLoadKey}, start, start + 2)).value().times.size(), 2U);
}

TEST_P(EngineTest, AWrongPathLosesNothing) {
  const auto lost = connect(server_.url() + "?write=/nowhere");
  const std::vector<std::string> records{load_at("box", now(), 1)};
  const auto sent = lost->send(records);
  ASSERT_FALSE(sent);
  EXPECT_THAT(sent.error().what(), HasSubstr(server_.url()));
}

// What an earlier version left in the spool.
TEST_P(EngineTest, TakesRecordsThatAreNotPacked) {
  const std::int64_t start = now() - 100;
  std::vector<std::string> records;
  for (int i = 0; i < 4; ++i) records.push_back(load_at("box", start + i, i));
  for (const std::size_t i : {0U, 1U, 3U}) records[i] = unpack(records[i]);
  write(records);
  const QueryResult result = engine_->query(ask({kLoadKey}, start, start + 100)).value();
  EXPECT_THAT(result.columns[0].avg, ElementsAre(0, 1, 2, 3));
}

TEST_P(EngineTest, WhatIsNoRecordIsRefusedAlone) {
  const std::int64_t start = now() - 100;
  std::vector<std::string> records;
  for (int i = 0; i < 9; ++i) records.push_back(load_at("box", start + i, i));
  records[4] = "\x0a\x7f";  // a message that ends within
  records[6].resize(records[6].size() / 2);
  const auto sent = engine_->send(records);
  ASSERT_TRUE(sent) << sent.error().what();
  EXPECT_EQ(sent->taken, 9U);
  EXPECT_THAT(sent->refused, ElementsAre(4, 6));
  EXPECT_THAT(sent->why, ::testing::Not(HasSubstr("out_of_order_time_window")));
  server_.flush();
  const QueryResult result = engine_->query(ask({kLoadKey}, start, start + 100)).value();
  EXPECT_THAT(shown(result.columns[0].avg), ElementsAre(0, 1, 2, 3, -1, 5, -1, 7, 8));
}

TEST_P(EngineTest, LosesWhatIsTooOldAlone) {
  if (GetParam() != Product::prometheus) GTEST_SKIP() << "only Prometheus refuses what is old";
  const std::int64_t start = now() - 100;
  write({load_at("other", start, 1)});
  std::vector<std::string> records{load_at("box", start - 2 * 86'400, 1), load_at("box", start, 2),
                                   load_at("box", start - 1, 3), load_at("box", start + 1, 4)};
  const auto sent = engine_->send(records);
  ASSERT_TRUE(sent) << sent.error().what();
  EXPECT_EQ(sent->taken, 4U);
  EXPECT_THAT(sent->refused, ElementsAre(0, 2));
  EXPECT_THAT(sent->why, HasSubstr("out of "));
  EXPECT_THAT(sent->why, HasSubstr("out_of_order_time_window"));
  const QueryResult result = engine_->query(ask({kLoadKey}, start - 10, start + 100)).value();
  EXPECT_THAT(result.columns[0].avg, ElementsAre(2, 4));
}

std::string product_name(const ::testing::TestParamInfo<Product>& info) {
  return info.param == Product::prometheus ? "Prometheus" : "VictoriaMetrics";
}

INSTANTIATE_TEST_SUITE_P(On, EngineTest,
                         ::testing::Values(Product::victoria_metrics, Product::prometheus),
                         product_name);

}  // namespace
}  // namespace mimon::store::prometheus
