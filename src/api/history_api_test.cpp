#include "api/history_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>

#include "api/example_snapshot.h"
#include "api/gzip.h"
#include "api/history_writer.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"
#include "stores/sqlite/sqlite_store.h"
#include "stores/sqlite/temporary_folder.h"

namespace mimon::api {
namespace {

namespace json = boost::json;
using std::chrono::seconds;
using testing::HasSubstr;

class Nothing final : public Handler {
 public:
  [[nodiscard]] bool may_block(const Request& /*request*/) const override { return false; }
  [[nodiscard]] Response handle(const Request& /*request*/) const override {
    return problem(404, "Not Found", "elsewhere");
  }
};

/// A real store with a minute of the example machine, one tick missing.
class HistoryApiTest : public testing::Test {
 protected:
  static constexpr int kTicks = 60;
  static constexpr int kMissing = 30;

  HistoryApiTest()
      : store_(store::sqlite::SqliteStore::open({folder_.path("history.db"), {}}, null_logger())
                   .value()) {
    for (int i = 0; i < kTicks; ++i) {
      if (i != kMissing) store_->append(*at(i));
      clock_.advance(seconds(1));
    }
  }

  std::shared_ptr<Snapshot> at(int second) {
    auto snapshot = example_snapshot();
    snapshot->tick = static_cast<std::uint64_t>(second) + 1;
    snapshot->wall = clock_.wall();
    snapshot->mono = clock_.mono();
    for (auto& sample : snapshot->devices) {
      if (sample->device->kind != DeviceKind::gpu) continue;
      auto changed = std::make_shared<DeviceSample>(*sample);
      changed->values.set(gpu::kUtilization, second);
      sample = changed;
    }
    return snapshot;
  }

  Response get(const std::string& target, std::string_view method = "GET") {
    return api_.handle({method, target, ""});
  }
  json::value body(const std::string& target) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200U) << target << ": " << *response.body;
    return json::parse(*response.body);
  }
  std::string streamed(const std::string& target) {
    const auto response = get(target);
    EXPECT_TRUE(response.next_chunk) << target;
    std::string all;
    std::string chunk;
    for (bool more = true; more;) {
      chunk.clear();
      const auto piece = response.next_chunk(chunk);
      EXPECT_NE(piece, Piece::broken);
      more = piece == Piece::more;
      all += chunk;
    }
    return all;
  }
  std::string refused(const std::string& query, unsigned status = 400) {
    const auto response = get("/api/v1/system/gpu-metrics/history?" + query);
    EXPECT_EQ(response.status, status) << query;
    return std::string(json::parse(*response.body).at("detail").as_string());
  }

  ManualClock clock_;
  store::sqlite::TemporaryFolder folder_;
  std::unique_ptr<store::sqlite::SqliteStore> store_;
  const Catalog catalog_ = example_catalog();
  const Nothing nothing_;
  const HistoryApi api_{*store_, {.name = "box"}, catalog_, clock_, nothing_};
};

TEST_F(HistoryApiTest, RowsAreWhatAChartLibraryTakes) {
  const auto answer =
      body("/api/v1/system/gpu-metrics/history?gpu_id=1&range=1h&metrics=utilization,memory.used");
  EXPECT_EQ(answer.at("resolution"), "1s");
  const auto& data = answer.at("data").as_array();
  ASSERT_EQ(data.size(), 60U);
  EXPECT_EQ(data[0].at("timestamp"), "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(data[5].at("utilization"), 5);
  EXPECT_EQ(data[5].at("memory_used"), 4'294'967'296);
  EXPECT_EQ(data[5].at("gpu_id"), 1);
  EXPECT_TRUE(data[kMissing].at("utilization").is_null());
}

TEST_F(HistoryApiTest, ColumnsAreArraysOfOneSeries) {
  const auto answer =
      body("/api/v1/system/gpu-metrics/history?range=1h&metrics=utilization&format=columns");
  ASSERT_EQ(answer.at("series").as_array().size(), 2U);
  EXPECT_EQ(answer.at("series").at(1).at("gpu_id"), 1);
  EXPECT_EQ(answer.at("timestamps").at(1), 1'700'000'001);
  EXPECT_EQ(answer.at("series").at(0).at("avg").at(59), 59);
  EXPECT_TRUE(answer.at("series").at(0).at("avg").at(kMissing).is_null());
}

TEST_F(HistoryApiTest, IsCompressedForWhoTakesThat) {
  const std::string_view target = "/api/v1/system/gpu-metrics/history?range=1h&metrics=utilization";
  const auto plain = api_.handle({"GET", target, ""});
  const auto small = api_.handle({"GET", target, "", true});
  EXPECT_EQ(*small.body, gzip(*plain.body));
  EXPECT_THAT(small.headers, testing::Contains(testing::Pair("Content-Encoding", "gzip")));
}

TEST_F(HistoryApiTest, CoarserBucketsHoldExtremes) {
  const auto answer = body(
      "/api/v1/system/gpu-metrics/"
      "history?gpu_id=0&range=1h&metrics=utilization&resolution=10s&stats=min,max");
  EXPECT_EQ(answer.at("resolution"), "10s");
  const auto& first = answer.at("data").at(0);
  EXPECT_EQ(first.at("utilization"), 4.5);
  EXPECT_EQ(first.at("utilization_min"), 0);
  EXPECT_EQ(first.at("utilization_max"), 9);
}

TEST_F(HistoryApiTest, HostHistory) {
  const auto answer = body("/api/v1/system/metrics/history?range=1h&metrics=cpu.percent");
  EXPECT_EQ(answer.at("data").at(0).at("cpu_percent"), 12.3);
  EXPECT_FALSE(answer.at("data").at(0).as_object().contains("gpu_id"));
  body("/api/v1/system/metrics/history");
}

TEST_F(HistoryApiTest, ARangeByItsEnds) {
  const auto answer = body(
      "/api/v1/system/gpu-metrics/history?gpu_id=0&metrics=utilization"
      "&start_time=2023-11-14T22:13:30Z&end_time=1700000015");
  EXPECT_EQ(answer.at("points"), 5);
  EXPECT_EQ(answer.at("data").at(0).at("utilization"), 10);
}

TEST_F(HistoryApiTest, MaxPointsKeepsExtremes) {
  const auto answer = body(
      "/api/v1/system/gpu-metrics/history?gpu_id=0&range=1h&metrics=utilization&resolution=1s"
      "&max_points=10&format=columns");
  EXPECT_LE(answer.at("timestamps").as_array().size(), 11U);
  const auto& most = answer.at("series").at(0).at("max").as_array();
  EXPECT_EQ(most.back(), 59);
}

TEST_F(HistoryApiTest, ExportsStream) {
  const auto csv =
      streamed("/api/v1/system/gpu-metrics/export?range=1h&metrics=utilization&format=csv");
  EXPECT_TRUE(
      csv.starts_with("timestamp,gpu_id,utilization\n2023-11-14T22:13:20.000Z,0,0\n"
                      "2023-11-14T22:13:20.000Z,1,0\n"))
      << csv.substr(0, 200);
  EXPECT_THAT(csv, HasSubstr("22:13:50.000Z,0,\n"));
  const auto rows = json::parse(
      streamed("/api/v1/system/gpu-metrics/export?range=1h&metrics=utilization&gpu_id=0"));
  EXPECT_EQ(rows.as_array().size(), 60U);
  EXPECT_EQ(json::parse(streamed(
                "/api/v1/system/metrics/export?start_time=1000000000&end_time=1000000100")),
            json::array());
}

TEST_F(HistoryApiTest, BadQuestionsAreRefusedClearly) {
  EXPECT_THAT(refused("range=1x"), HasSubstr("'range'"));
  EXPECT_THAT(refused("range=99999999d"), HasSubstr("1970"));
  EXPECT_THAT(refused("range=1h&start_time=1700000000"), HasSubstr("either"));
  EXPECT_THAT(refused("end_time=1700000000"), HasSubstr("start_time"));
  EXPECT_THAT(refused("start_time=yesterday"), HasSubstr("start_time"));
  EXPECT_THAT(refused("start_time=1700000010&end_time=1700000000"), HasSubstr("before"));
  EXPECT_THAT(refused("start_time=1900000000"), HasSubstr("future"));
  EXPECT_THAT(refused("resolution=2s"), HasSubstr("'resolution'"));
  EXPECT_THAT(refused("metrics=bogus"), HasSubstr("bogus"));
  EXPECT_THAT(refused("metrics=,"), HasSubstr("at least one"));
  EXPECT_THAT(refused("max_points=1"), HasSubstr("'max_points'"));
  EXPECT_THAT(refused("stats=median"), HasSubstr("'stats'"));
  EXPECT_THAT(refused("format=xml"), HasSubstr("'format'"));
  EXPECT_THAT(refused("format=csv"), HasSubstr("export"));
  EXPECT_THAT(refused("gpu_id=x"), HasSubstr("'gpu_id'"));
  EXPECT_THAT(refused("bogus=1"), HasSubstr("bogus"));
  EXPECT_THAT(refused("gpu_id=7", 404), HasSubstr("GPU 7"));
  EXPECT_EQ(get("/api/v1/system/metrics/history?gpu_id=0").status, 400U);
  EXPECT_EQ(get("/api/v1/system/metrics/history", "POST").status, 405U);
  EXPECT_EQ(get("/api/v1/system/metrics/history?%zz").status, 400U);
}

TEST_F(HistoryApiTest, ExportsRefuseWhatTheyWouldNotHeed) {
  for (const std::string path : {"gpu-metrics", "metrics"}) {
    const std::string target = "/api/v1/system/" + path + "/export?range=1h";
    EXPECT_EQ(get(target).status, 200U);
    const auto points = get(target + "&max_points=10");
    EXPECT_EQ(points.status, 400U);
    EXPECT_THAT(*points.body, HasSubstr("max_points"));
    const auto columns = get(target + "&format=columns");
    EXPECT_EQ(columns.status, 400U);
    EXPECT_THAT(*columns.body, HasSubstr("rows or csv"));
  }
}

TEST_F(HistoryApiTest, TakesATimeAsItIsTypedInAnAddress) {
  const auto answer = body(
      "/api/v1/system/gpu-metrics/history?gpu_id=0&metrics=utilization"
      "&start_time=2023-11-14T23:13:30+01:00&end_time=2023-11-14T22:13:35Z");
  EXPECT_EQ(answer.at("points"), 5);
}

/// The same machine after GPU 0 was taken out, and another card put into its place.
class ExchangedCard : public HistoryApiTest {
 protected:
  ExchangedCard() {
    auto snapshot = at(kTicks);
    for (auto& sample : snapshot->devices) {
      if (sample->device->id != "gpu/0") continue;
      Device card = *sample->device;
      for (InfoField& field : card.info) {
        if (field.spec == &gpu::kUuid) field.value = std::string("GPU-new");
      }
      auto changed = std::make_shared<DeviceSample>(*sample);
      changed->device = std::make_shared<const Device>(std::move(card));
      sample = changed;
    }
    store_->append(*snapshot);
    clock_.advance(seconds(1));
  }
};

TEST_F(ExchangedCard, HasItsHistoryUnderItsUuid) {
  const std::string ask = "/api/v1/system/gpu-metrics/history?range=1h&metrics=utilization&gpu_id=";
  const auto rows = body(ask + "GPU-0").at("data").as_array();
  EXPECT_EQ(rows.at(5).at("uuid"), "GPU-0");
  EXPECT_TRUE(rows.at(5).at("gpu_id").is_null());
  EXPECT_EQ(rows.at(5).at("utilization"), 5);
  EXPECT_TRUE(rows.back().at("utilization").is_null());
  const auto series = body(ask + "0,GPU-0,GPU-1,GPU-0&format=columns").at("series").as_array();
  ASSERT_EQ(series.size(), 3U);
  EXPECT_FALSE(series[0].as_object().contains("uuid"));
  EXPECT_TRUE(series[0].at("avg").at(5).is_null());
  EXPECT_TRUE(series[1].at("gpu_id").is_null());
  EXPECT_EQ(series[1].at("avg").at(5), 5);
  EXPECT_EQ(series[2].at("gpu_id"), 1);
  EXPECT_EQ(series[2].at("uuid"), "GPU-1");
}

TEST_F(ExchangedCard, IsExportedByItsUuid) {
  const auto csv = streamed(
      "/api/v1/system/gpu-metrics/export?range=1h&metrics=utilization&format=csv&gpu_id=GPU-0");
  EXPECT_TRUE(csv.starts_with("timestamp,gpu_id,utilization\n2023-11-14T22:13:20.000Z,GPU-0,0\n"))
      << csv.substr(0, 200);
}

TEST_F(ExchangedCard, IsNamedWhereAGpuIsNotKnown) {
  const auto text = refused("gpu_id=GPU-zzz", 404);
  EXPECT_THAT(text, HasSubstr("GPU-zzz"));
  EXPECT_THAT(text, HasSubstr("0 (GPU-new), 1 (GPU-1), GPU-0 (no longer there)"));
  EXPECT_THAT(refused("gpu_id=7", 404), HasSubstr("GPU-0 (no longer there)"));
  EXPECT_THAT(refused("gpu_id=x", 400), HasSubstr("GPU-0 (no longer there)"));
  EXPECT_EQ(body("/api/v1/system/gpu-metrics/history?range=1h&metrics=utilization&format=columns")
                .at("series")
                .as_array()
                .size(),
            2U);
}

TEST_F(HistoryApiTest, EverythingElseGoesOn) {
  EXPECT_EQ(get("/api/v1/system/other").status, 404U);
  EXPECT_FALSE(api_.may_block({"GET", "/api/v1/system/all", ""}));
  EXPECT_TRUE(api_.may_block({"GET", "/api/v1/system/metrics/history?range=1h", ""}));
}

}  // namespace
}  // namespace mimon::api
