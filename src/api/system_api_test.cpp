#include "api/system_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "api/example_snapshot.h"

namespace mimon::api {
namespace {

namespace json = boost::json;

class SystemApiTest : public testing::Test {
 protected:
  Response get(std::string_view target, std::string_view method = "GET") {
    return api_.handle({method, target, ""});
  }
  json::value body(std::string_view target) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200U) << target << ": " << *response.body;
    return json::parse(*response.body);
  }
  /// The detail of the problem that is expected.
  std::string problem_of(std::string_view target, unsigned status) {
    const auto response = get(target);
    EXPECT_EQ(response.status, status) << target;
    EXPECT_EQ(response.content_type, "application/problem+json");
    const auto document = json::parse(*response.body);
    EXPECT_EQ(document.at("status").to_number<unsigned>(), status);
    return std::string(document.at("detail").as_string());
  }

  ManualClock clock_;
  SnapshotPtr snapshot_ = example_snapshot();
  const Catalog catalog_ = example_catalog();
  SystemApi api_{[this] { return snapshot_; }, catalog_, clock_};
};

TEST_F(SystemApiTest, ListsGpus) {
  const auto list = body("/api/v1/system/gpu-list");
  EXPECT_EQ(list.at("gpu_count"), 2);
  const auto& info = list.at("gpus").at(1);
  EXPECT_EQ(info.at("gpu_id"), 1);
  EXPECT_EQ(info.at("uuid"), "GPU-1");
  EXPECT_EQ(info.at("total_memory_gb"), 16);
  EXPECT_TRUE(info.at("serial").is_null());
  EXPECT_EQ(info.at("simulated"), true);
}

TEST_F(SystemApiTest, OneGpuByPathOrQuery) {
  EXPECT_EQ(body("/api/v1/system/gpu-info/1"), body("/api/v1/system/gpu-info?gpu_id=1"));
  const auto one = body("/api/v1/system/gpu-metrics?gpu_id=0");
  EXPECT_EQ(one.at("metrics").at("utilization").at("gpu"), 90);
  EXPECT_EQ(one.at("metrics").at("memory").at("used_percent"), 50);
  EXPECT_TRUE(one.at("metrics").at("fan_speed").is_null());
  EXPECT_EQ(one.at("metrics").at("unavailable").at("fan_speed"), "unsupported");
  EXPECT_EQ(one.at("metrics").at("timestamp"), "2023-11-14T22:13:20.000Z");
}

TEST_F(SystemApiTest, AllGpusWithoutAnId) {
  EXPECT_EQ(body("/api/v1/system/gpu-metrics"), body("/api/v1/system/gpu-metrics/all"));
}

TEST_F(SystemApiTest, ProcessesMostMemoryFirst) {
  const auto all = body("/api/v1/system/gpu-processes");
  EXPECT_EQ(all.at("process_count"), 2);
  EXPECT_EQ(all.at("processes").at(0).at("pid"), 100);
  EXPECT_EQ(all.at("processes").at(0).at("gpu_memory_used_mb"), 1024);
  EXPECT_TRUE(all.at("processes").at(1).at("gpu_memory_used").is_null());
  EXPECT_EQ(body("/api/v1/system/gpu-processes?gpu_id=1").at("process_count"), 1);
}

TEST_F(SystemApiTest, AllSaysWhyThereIsNoProcessList) {
  EXPECT_TRUE(body("/api/v1/system/all").at("gpu").at("processes_unavailable").is_null());
  auto changed = std::make_shared<Snapshot>(*snapshot_);
  for (DeviceSamplePtr& sample : changed->devices) {
    if (sample->device->id != "gpu/0") continue;
    auto denied = std::make_shared<DeviceSample>(*sample);
    denied->processes.clear();
    denied->processes_absence = Absence::denied;
    sample = std::move(denied);
  }
  snapshot_ = changed;
  EXPECT_EQ(body("/api/v1/system/all").at("gpu").at("processes_unavailable"), "denied");
}

TEST_F(SystemApiTest, Host) {
  const auto metrics = body("/api/v1/system/metrics").at("metrics");
  EXPECT_EQ(metrics.at("cpu").at("per_core").at(0), 20);
  EXPECT_TRUE(metrics.at("cpu").at("per_core").at(1).is_null());
  EXPECT_EQ(body("/api/v1/system/disk-rates").at("disk_rates").at("read_mbps"), 1);
  EXPECT_EQ(
      body("/api/v1/system/disk-usage?mount_points=%2Fdata").at("mount_points").as_array().size(),
      1U);
  EXPECT_EQ(
      body("/api/v1/system/network-rates").at("network_rates").at("devices").at(0).at("device"),
      "eth0");
}

std::vector<std::string> names_of(const json::value& answer) {
  std::vector<std::string> names;
  for (const auto& mount : answer.at("mount_points").as_array()) {
    names.emplace_back(mount.at("mount_point").as_string());
  }
  return names;
}

TEST_F(SystemApiTest, MountPointsUnderTheNamesAskedFor) {
  auto snapshot = example_snapshot();
  for (auto& sample : snapshot->devices) {
    if (sample->device->name != "/data") continue;
    auto device = std::make_shared<Device>(*sample->device);
    device->other_names = {"/mnt/data", "/srv/data"};
    auto changed = std::make_shared<DeviceSample>(*sample);
    changed->device = device;
    sample = changed;
  }
  snapshot_ = snapshot;
  const std::string path = "/api/v1/system/disk-usage";
  EXPECT_THAT(names_of(body(path)), testing::ElementsAre("/", "/data"));
  EXPECT_THAT(names_of(body(path + "?mount_points=/data/,/,/data")),
              testing::ElementsAre("/", "/data"));
  const auto both = body(path + "?mount_points=/srv/data//,/data");
  EXPECT_THAT(names_of(both), testing::ElementsAre("/data", "/srv/data"));
  EXPECT_EQ(both.at("mount_points").at(1).at("used"), both.at("mount_points").at(0).at("used"));
  EXPECT_THAT(problem_of(path + "?mount_points=/data/sub/x/", 404),
              testing::HasSubstr("at '/data/sub/x'; of those listed, '/data' is next above it."));
  EXPECT_THAT(problem_of(path + "?mount_points=/database", 404), testing::HasSubstr("'/' is next"));
  EXPECT_THAT(problem_of(path + "?mount_points=data", 404), testing::HasSubstr("at 'data'."));
}

TEST_F(SystemApiTest, EverythingAtOnce) {
  const auto all = body("/api/v1/system/all?gpu_id=1");
  EXPECT_EQ(all.at("gpu").at("selected_gpu_id"), 1);
  EXPECT_EQ(all.at("gpu_available"), true);
  EXPECT_EQ(all.at("simulated"), true);
  EXPECT_EQ(body("/api/v1/system/all").at("gpu").at("selected_gpu_id"), 0);
}

TEST_F(SystemApiTest, WithoutAGpuSaysWhy) {
  snapshot_ = snapshot_without_gpu("Driver and library versions do not match.");
  EXPECT_EQ(problem_of("/api/v1/system/gpu-metrics", 503),
            "Driver and library versions do not match.");
  EXPECT_EQ(get("/api/v1/system/gpu-metrics").headers.at(0).first, "Retry-After");
  EXPECT_EQ(body("/api/v1/system/gpu-list").at("gpu_count"), 0);
  const auto all = body("/api/v1/system/all");
  EXPECT_EQ(all.at("gpu_available"), false);
  EXPECT_EQ(all.at("gpu_unavailable_reason"), "Driver and library versions do not match.");
  EXPECT_TRUE(all.at("gpu").is_null());
}

TEST_F(SystemApiTest, BadParametersSayWhichAndWhat) {
  EXPECT_THAT(problem_of("/api/v1/system/gpu-metrics?gpu_id=x", 400),
              testing::HasSubstr("'gpu_id'"));
  EXPECT_THAT(problem_of("/api/v1/system/gpu-metrics?gpu_id=-1", 400),
              testing::HasSubstr("'gpu_id'"));
  EXPECT_THAT(problem_of("/api/v1/system/gpu-metrics?gpu_id=99999999999999999999", 400),
              testing::HasSubstr("'gpu_id'"));
  EXPECT_THAT(problem_of("/api/v1/system/metrics?x=1", 400), testing::HasSubstr("takes none"));
  EXPECT_THAT(problem_of("/api/v1/system/gpu-info", 400), testing::HasSubstr("missing"));
  EXPECT_THAT(problem_of("/api/v1/system/gpu-metrics/compare?gpu_ids=,", 400),
              testing::HasSubstr("at least one"));
  EXPECT_THAT(problem_of("/api/v1/system/disk-usage?mount_points=,", 400),
              testing::HasSubstr("at least one"));
  problem_of("/api/v1/system/%zz", 400);
}

TEST_F(SystemApiTest, UnknownThingsAreNotFound) {
  problem_of("/api/v1/system/gpu-info/2", 404);
  problem_of("/api/v1/system/nothing", 404);
  problem_of("/api/v1/system/gpu-info/", 404);
  problem_of("/elsewhere", 404);
  problem_of("/api/v1/system/disk-usage?mount_points=/none", 404);
}

TEST_F(SystemApiTest, OnlyReads) {
  const auto response = get("/api/v1/system/metrics", "POST");
  EXPECT_EQ(response.status, 405U);
  EXPECT_EQ(response.headers.at(0).second, "GET, HEAD");
  EXPECT_EQ(get("/api/v1/system/metrics", "HEAD").status, 200U);
}

TEST_F(SystemApiTest, BeforeTheFirstSample) {
  snapshot_ = nullptr;
  problem_of("/api/v1/system/metrics", 503);
  EXPECT_EQ(get("/api/v1/system/health").status, 503U);
}

TEST_F(SystemApiTest, OneSerialisationServesATick) {
  const auto first = get("/api/v1/system/all");
  EXPECT_EQ(get("/api/v1/system/all").body, first.body);
  snapshot_ = example_snapshot();
  EXPECT_NE(get("/api/v1/system/all").body, first.body);
}

TEST_F(SystemApiTest, OneCompressionServesATick) {
  const auto take = [this](std::string_view target) {
    return api_.handle({.method = "GET", .target = target, .accept = "", .takes_gzip = true});
  };
  const auto packed = take("/api/v1/system/all");
  const auto plain = get("/api/v1/system/all");
  EXPECT_THAT(packed.headers, testing::Contains(testing::Pair("Content-Encoding", "gzip")));
  EXPECT_LT(packed.body->size(), plain.body->size() / 2);
  EXPECT_THAT(plain.headers, testing::ElementsAre(testing::Pair("Vary", "Accept-Encoding")));
  EXPECT_EQ(take("/api/v1/system/all").body, packed.body);
  EXPECT_EQ(get("/api/v1/system/all").body, plain.body);
  for (const auto* text : {"/metrics", "/metrics/dcgm", "/metrics/node"})
    EXPECT_EQ(take(text).body, get(text).body);
}

TEST_F(SystemApiTest, HealthTellsAges) {
  clock_.advance(std::chrono::seconds(2));
  const auto health = body("/api/v1/system/health");
  EXPECT_EQ(health.at("status"), "ok");
  EXPECT_EQ(health.at("sample_age"), 2);
  clock_.advance(std::chrono::seconds(10));
  EXPECT_EQ(get("/api/v1/system/health").status, 503U);
}

TEST_F(SystemApiTest, HealthIsDegradedWhereADriverFails) {
  snapshot_ = snapshot_without_gpu("Broken.");
  EXPECT_EQ(body("/api/v1/system/health").at("status"), "degraded");
}

TEST_F(SystemApiTest, CatalogNamesEveryMetric) {
  EXPECT_EQ(body("/api/v1/system/catalog").at("metrics").as_array().size(),
            catalog_.metrics().size());
}

TEST_F(SystemApiTest, MetricsAtTheRootAreInTheFormatThatIsAskedFor) {
  // Twice, as answers are kept for the tick.
  for (int round = 0; round < 2; ++round) {
    const auto text = get("/metrics");
    EXPECT_EQ(text.status, 200U);
    EXPECT_TRUE(text.content_type.starts_with("text/plain; version=0.0.4"));
    const auto open = api_.handle({"GET", "/metrics", "application/openmetrics-text"});
    EXPECT_TRUE(open.content_type.starts_with("application/openmetrics-text"));
    EXPECT_TRUE(open.body->ends_with("# EOF\n"));
  }
}

}  // namespace
}  // namespace mimon::api
