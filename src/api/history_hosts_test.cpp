#include "api/history_hosts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "api/example_snapshot.h"
#include "api/fleet_testing.h"
#include "api/history_api.h"

namespace mimon::api {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;

class Elsewhere final : public Handler {
 public:
  [[nodiscard]] bool may_block(const Request& /*request*/) const override { return false; }
  [[nodiscard]] Response handle(const Request& /*request*/) const override {
    return problem(404, "Not Found", "elsewhere");
  }
};

class HistoryHostsTest : public testing::Test {
 protected:
  HistoryHostsTest() {
    fleet_.add("box", clock_.wall(), 1);
    fleet_.add("node-a", clock_.wall(), 2);
    fleet_.add("old", clock_.wall(), 1);
  }

  Response get(const std::string& path, const std::string& query) {
    return api_.handle({"GET", "/api/v1/system/" + path + "?" + query, ""});
  }
  json::value body(const std::string& query, const std::string& path = "gpu-metrics/history") {
    const auto response = get(path, query);
    EXPECT_EQ(response.status, 200U) << query << ": " << *response.body;
    return json::parse(*response.body);
  }
  std::string refused(const std::string& query, unsigned status) {
    const auto response = get("gpu-metrics/history", query);
    EXPECT_EQ(response.status, status) << query;
    return std::string(json::parse(*response.body).at("detail").as_string());
  }
  [[nodiscard]] std::vector<std::string> hosts_asked() const {
    std::vector<std::string> hosts;
    hosts.reserve(fleet_.queries.size());
    for (const store::Query& query : fleet_.queries) hosts.push_back(query.host);
    return hosts;
  }

  ManualClock clock_;
  FakeFleet fleet_;
  const Catalog catalog_ = example_catalog();
  const Elsewhere elsewhere_;
  const ThisHost self_{.name = "box", .url = "", .shared = true};
  const HistoryApi api_{fleet_, self_, catalog_, clock_, elsewhere_};
};

TEST_F(HistoryHostsTest, AnotherHostIsAskedFor) {
  const auto answer = body("host=node-a&gpu_id=1&metrics=utilization");
  EXPECT_EQ(answer.at("host"), "node-a");
  EXPECT_EQ(answer.at("data").at(0).at("gpu_id"), 1);
  EXPECT_THAT(hosts_asked(), ElementsAre("node-a"));
}

TEST_F(HistoryHostsTest, EveryGpuOfAnotherHost) {
  for (const std::string query : {"host=node-a", "host=node-a&gpu_id=all"}) {
    const auto answer = body(query + "&metrics=utilization&format=columns");
    EXPECT_EQ(answer.at("series").as_array().size(), 2U) << query;
  }
}

TEST_F(HistoryHostsTest, TheMachineOfAnotherHost) {
  EXPECT_EQ(body("host=node-a", "metrics/history").at("host"), "node-a");
  EXPECT_THAT(hosts_asked(), ElementsAre("node-a"));
}

TEST_F(HistoryHostsTest, ItsOwnNameAndNoneAreThisMachine) {
  EXPECT_EQ(body("host=box").at("host"), "box");
  EXPECT_FALSE(body("host=").as_object().contains("host"));
  EXPECT_FALSE(body("gpu_id=0").as_object().contains("host"));
  EXPECT_THAT(hosts_asked(), ElementsAre("", "", ""));
}

TEST_F(HistoryHostsTest, GpusOfSeveralHostsInOneQuestion) {
  const auto answer = body("gpu_id=node-a:0,0,old:0,node-a:1&metrics=utilization&format=columns");
  const auto& hosts = answer.at("hosts").as_array();
  ASSERT_EQ(hosts.size(), 3U);
  EXPECT_EQ(hosts[0].at("host"), "node-a");
  EXPECT_EQ(hosts[0].at("series").as_array().size(), 2U);
  EXPECT_EQ(hosts[1].at("host"), "box");
  EXPECT_EQ(hosts[2].at("host"), "old");
}

TEST_F(HistoryHostsTest, ManyHostsAreAskedAFewAtATimeAndAnsweredInOrder) {
  std::string gpus;
  for (int i = 0; i < 10; ++i) {
    const std::string host = "h" + std::to_string(i);
    fleet_.add(host, clock_.wall(), 1);
    gpus += (i == 0 ? "" : ",") + host + ":0";
  }
  fleet_.meet = 4;
  const auto answer = body("gpu_id=" + gpus + "&metrics=utilization");
  const auto& hosts = answer.at("hosts").as_array();
  ASSERT_EQ(hosts.size(), 10U);
  for (std::size_t i = 0; i < hosts.size(); ++i)
    EXPECT_EQ(hosts[i].at("host").as_string(), "h" + std::to_string(i));
  EXPECT_EQ(fleet_.most_at_once, 4);
  EXPECT_THAT(refused("gpu_id=" + gpus + ",nobody:0,h1:7", 404), HasSubstr("GPU 7"));
}

TEST_F(HistoryHostsTest, SeveralHostsAreAnsweredAtOneResolution) {
  const auto answer = body("gpu_id=node-a:0,old:0");
  for (const auto& host : answer.at("hosts").as_array()) EXPECT_EQ(host.at("resolution"), "1m");
  EXPECT_EQ(body("gpu_id=node-a:0,old:0&resolution=10s").at("hosts").at(0).at("resolution"), "10s");
}

TEST_F(HistoryHostsTest, PlainIndicesAreOfTheHostThatIsNamed) {
  const auto answer = body("host=node-a&gpu_id=1,old:0");
  EXPECT_EQ(answer.at("hosts").at(0).at("host"), "node-a");
}

TEST_F(HistoryHostsTest, WhatIsUnknownIsSaid) {
  EXPECT_THAT(refused("host=nobody", 404), HasSubstr("'nobody'"));
  EXPECT_THAT(refused("host=node-a&gpu_id=7", 404), HasSubstr("GPU 7"));
  EXPECT_THAT(refused("gpu_id=node-a:x", 400), HasSubstr("'gpu_id'"));
  std::string many = "gpu_id=";
  for (int i = 0; i <= 32; ++i) many += "h" + std::to_string(i) + ":0,";
  EXPECT_THAT(refused(many, 400), HasSubstr("32 hosts"));
}

TEST_F(HistoryHostsTest, AStoreThatIsAwayIsNotAnUnknownHost) {
  fleet_.away = true;
  EXPECT_THAT(refused("host=node-a", 503), HasSubstr("does not answer"));
}

TEST_F(HistoryHostsTest, ALocalStoreSaysWhyItHasNoOtherHost) {
  const HistoryApi local{fleet_, {.name = "box"}, catalog_, clock_, elsewhere_};
  const auto response = local.handle({"GET", "/api/v1/system/metrics/history?host=node-a", ""});
  EXPECT_EQ(response.status, 404U);
  EXPECT_THAT(*response.body, HasSubstr("--store"));
  EXPECT_EQ(local.handle({"GET", "/api/v1/system/metrics/history?host=box", ""}).status, 200U);
}

TEST_F(HistoryHostsTest, AnAnswerHasALimitOfValuesAndAnExportHasNone) {
  body("host=node-a");
  ASSERT_EQ(fleet_.queries.size(), 1U);
  const std::size_t alone = fleet_.queries[0].max_values;
  EXPECT_GT(alone, 0U);
  body("gpu_id=node-a:0,old:0");
  ASSERT_EQ(fleet_.queries.size(), 3U);
  EXPECT_EQ(fleet_.queries[1].max_values, alone / 2);
  EXPECT_EQ(fleet_.queries[2].max_values, alone / 2);
  const auto response = get("gpu-metrics/export", "host=node-a");
  std::string chunk;
  EXPECT_NE(response.next_chunk(chunk), Piece::broken);
  EXPECT_EQ(fleet_.queries.back().max_values, 0U);
}

TEST_F(HistoryHostsTest, AnExportIsOfOneHost) {
  EXPECT_TRUE(get("gpu-metrics/export", "host=node-a").next_chunk);
  EXPECT_EQ(get("gpu-metrics/export", "gpu_id=node-a:0,old:0").status, 400U);
  EXPECT_EQ(get("metrics/export", "host=nobody").status, 404U);
}

}  // namespace
}  // namespace mimon::api
