#include "api/fleet_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <thread>

#include "api/example_snapshot.h"
#include "api/fleet_testing.h"
#include "api/gzip.h"

namespace mimon::api {
namespace {

namespace json = boost::json;
using std::chrono::seconds;
using testing::HasSubstr;

class Elsewhere final : public Handler {
 public:
  [[nodiscard]] bool may_block(const Request& /*request*/) const override { return false; }
  [[nodiscard]] Response handle(const Request& /*request*/) const override {
    return problem(404, "Not Found", "elsewhere");
  }
};

class FleetApiTest : public testing::Test {
 protected:
  FleetApiTest() {
    fleet_.add("able", clock_.wall() - seconds(2), 2);
    fleet_.add("box", clock_.wall() - seconds(4), 1);
    fleet_.add("cold", clock_.wall() - seconds(60), 0);
    fleet_.add("dead", clock_.wall() - seconds(4000), 1);
  }

  static json::value body(const FleetApi& api) {
    const auto response = api.handle({"GET", "/api/v1/system/hosts", ""});
    EXPECT_EQ(response.status, 200U) << *response.body;
    return json::parse(*response.body);
  }

  ManualClock clock_;
  FakeFleet fleet_;
  SnapshotPtr snapshot_ = example_snapshot();
  const Elsewhere elsewhere_;
  const FleetApi api_{[this] { return snapshot_; },
                      &fleet_,
                      {.name = "box", .url = "http://box:8000", .shared = true},
                      clock_,
                      elsewhere_};
};

TEST_F(FleetApiTest, EveryHostWithItsAgeAndState) {
  const auto answer = body(api_);
  EXPECT_EQ(answer.at("this_host"), "box");
  EXPECT_EQ(answer.at("shared_store"), true);
  EXPECT_EQ(answer.at("host_count"), 4);
  const auto& hosts = answer.at("hosts").as_array();
  EXPECT_EQ(hosts[0].at("host"), "able");
  EXPECT_EQ(hosts[0].at("url"), "http://able:8000");
  EXPECT_EQ(hosts[0].at("age_s"), 2);
  EXPECT_EQ(hosts[0].at("state"), "live");
  EXPECT_EQ(hosts[0].at("this_host"), false);
  EXPECT_EQ(hosts[0].at("cpu_percent"), 12.3);
  EXPECT_EQ(hosts[2].at("state"), "stale");
  EXPECT_EQ(hosts[3].at("state"), "gone");
}

TEST_F(FleetApiTest, AHostIsLiveForTwoAndAHalfOfItsIntervals) {
  fleet_.summaries[2].interval = seconds(25);
  EXPECT_EQ(body(api_).at("hosts").at(2).at("state"), "live");
  fleet_.summaries[2].interval = seconds(24);
  clock_.advance(seconds(2));
  EXPECT_EQ(body(api_).at("hosts").at(2).at("age_s"), 62);
  EXPECT_EQ(body(api_).at("hosts").at(2).at("state"), "stale");
}

TEST_F(FleetApiTest, WhatIsAbsentIsNull) {
  const auto host = body(api_).at("hosts").at(0);
  EXPECT_TRUE(host.at("ram_used").is_null());
  const auto& gpu = host.at("gpus").at(1);
  EXPECT_EQ(gpu.at("gpu_id"), 1);
  EXPECT_EQ(gpu.at("state"), "ok");
  EXPECT_EQ(gpu.at("utilization"), 51);
  EXPECT_EQ(gpu.at("memory_used"), 1024);
  EXPECT_TRUE(gpu.at("temperature").is_null());
}

TEST_F(FleetApiTest, ThisMachineIsLiveFromItsSnapshot) {
  const auto own = body(api_).at("hosts").at(1);
  EXPECT_EQ(own.at("host"), "box");
  EXPECT_EQ(own.at("this_host"), true);
  EXPECT_EQ(own.at("simulated"), true);
  EXPECT_EQ(own.at("state"), "live");
  EXPECT_EQ(own.at("age_s"), 0);
  ASSERT_EQ(own.at("gpus").as_array().size(), 2U);
  EXPECT_EQ(own.at("gpus").at(0).at("utilization"), 90);
}

TEST_F(FleetApiTest, ThisMachineIsThereBeforeTheStoreKnowsIt) {
  fleet_.summaries.erase(fleet_.summaries.begin() + 1);
  EXPECT_EQ(body(api_).at("hosts").at(1).at("host"), "box");
}

TEST_F(FleetApiTest, MadeOnceASecondForEveryone) {
  const auto first = api_.handle({"GET", "/api/v1/system/hosts", ""});
  const auto second = api_.handle({"GET", "/api/v1/system/hosts", ""});
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(fleet_.asked, 1);
  clock_.advance(seconds(1));
  EXPECT_NE(api_.handle({"GET", "/api/v1/system/hosts", ""}).body, first.body);
  EXPECT_EQ(fleet_.asked, 2);
}

TEST_F(FleetApiTest, EachFormOfASecondsAnswerIsMadeFromOneQuestion) {
  const std::string_view columns = "/api/v1/system/hosts?format=columns";
  const auto plain = api_.handle({"GET", "/api/v1/system/hosts?format=rows", ""});
  const auto packed = api_.handle({"GET", "/api/v1/system/hosts", "", true});
  EXPECT_EQ(fleet_.asked, 1);
  EXPECT_EQ(*packed.body, gzip(*plain.body));
  EXPECT_THAT(packed.headers, testing::Contains(testing::Pair("Content-Encoding", "gzip")));
  EXPECT_THAT(packed.headers, testing::Contains(testing::Pair("Vary", "Accept-Encoding")));
  EXPECT_THAT(plain.headers, testing::Not(testing::Contains(testing::Key("Content-Encoding"))));
  EXPECT_EQ(api_.handle({"GET", columns, "", true}).body,
            api_.handle({"GET", columns, "", true}).body);
  EXPECT_EQ(fleet_.asked, 1);
}

TEST_F(FleetApiTest, ColumnsSayWhatRowsDo) {
  const auto rows = body(api_);
  const auto answer =
      json::parse(*api_.handle({"GET", "/api/v1/system/hosts?format=columns", ""}).body);
  EXPECT_EQ(answer.at("host_count"), rows.at("host_count"));
  const auto& models = answer.at("models").as_array();
  for (std::size_t h = 0; h < 4; ++h) {
    const auto& host = rows.at("hosts").at(h);
    const auto& columns = answer.at("hosts").at(h).at("gpus");
    for (const auto* key : {"host", "this_host", "url", "age_s", "state", "cpu_percent", "last"})
      EXPECT_EQ(answer.at("hosts").at(h).at(key), host.at(key)) << key;
    const auto& gpus = host.at("gpus").as_array();
    ASSERT_EQ(columns.at("gpu_id").as_array().size(), gpus.size());
    for (std::size_t g = 0; g < gpus.size(); ++g) {
      for (const auto* key :
           {"gpu_id", "state", "utilization", "memory_used", "temperature", "power_usage"})
        EXPECT_EQ(columns.at(key).at(g), gpus[g].at(key)) << key;
      const auto& model = models.at(columns.at("model").at(g).to_number<std::size_t>());
      for (const auto* key : {"name", "memory_total", "power_limit"})
        EXPECT_EQ(model.at(key), gpus[g].at(key)) << key;
    }
  }
  EXPECT_EQ(models.size(), 2U) << "those of the store, and those of this machine";
}

TEST_F(FleetApiTest, ManyAtOnceGetOneAnswer) {
  std::vector<std::shared_ptr<const std::string>> bodies(8);
  {
    std::vector<std::jthread> threads;
    threads.reserve(bodies.size());
    for (auto& got : bodies) {
      threads.emplace_back([&] { got = api_.handle({"GET", "/api/v1/system/hosts", ""}).body; });
    }
  }
  EXPECT_EQ(fleet_.asked, 1);
  for (const auto& got : bodies) EXPECT_EQ(got, bodies.front());
}

TEST_F(FleetApiTest, AStoreThatIsAwayLeavesWhatWasKnown) {
  body(api_);
  fleet_.away = true;
  clock_.advance(seconds(30));
  const auto answer = body(api_);
  EXPECT_THAT(answer.at("store_detail").as_string().c_str(), HasSubstr("does not answer"));
  EXPECT_EQ(answer.at("host_count"), 4);
  EXPECT_EQ(answer.at("hosts").at(0).at("age_s"), 32);
  EXPECT_EQ(answer.at("hosts").at(0).at("state"), "stale");
}

TEST_F(FleetApiTest, ALocalStoreHasThisMachineAlone) {
  const FleetApi local{[this] { return snapshot_; }, nullptr, {.name = "box"}, clock_, elsewhere_};
  const auto answer = body(local);
  EXPECT_EQ(answer.at("shared_store"), false);
  ASSERT_EQ(answer.at("hosts").as_array().size(), 1U);
  EXPECT_TRUE(answer.at("hosts").at(0).at("url").is_null());
  EXPECT_FALSE(local.may_block({"GET", "/api/v1/system/hosts", ""}));
}

TEST_F(FleetApiTest, WrongQuestions) {
  EXPECT_EQ(api_.handle({"POST", "/api/v1/system/hosts", ""}).status, 405U);
  EXPECT_EQ(api_.handle({"GET", "/api/v1/system/hosts?x=1", ""}).status, 400U);
  EXPECT_EQ(api_.handle({"GET", "/api/v1/system/hosts?%zz", ""}).status, 400U);
  EXPECT_EQ(api_.handle({"GET", "/api/v1/system/hosts?format=csv", ""}).status, 400U);
  EXPECT_EQ(api_.handle({"GET", "/api/v1/system/other", ""}).status, 404U);
  EXPECT_TRUE(api_.may_block({"GET", "/api/v1/system/hosts", ""}));
}

}  // namespace
}  // namespace mimon::api
