#include "api/layout.h"

#include <gtest/gtest.h>

#include "api/example_snapshot.h"
#include "metrics/gpu_metrics.h"

namespace mimon::api {
namespace {

TEST(Layout, PathsMakeTheTree) {
  const Catalog catalog = example_catalog();
  const Layout layout(catalog.of(DeviceKind::host));
  Json json;
  json.begin_object();
  layout.write_fields(json, example_snapshot()->find("host")->values,
                      [](std::string_view path, Json& out) {
                        if (path == "cpu") out.field("extra", true);
                      });
  json.end_object();
  EXPECT_EQ(json.take(), R"({"cpu":{"percent":12.3,"load_average":[0.5,0.25],"extra":true},)"
                         R"("ram":{"used":1610612736,"used_gb":1.5},)"
                         R"("disk_io":{"read_bytes":2097152,"read_mb":2,"read_rate":1048576}})");
}

TEST(Layout, AbsentIsNullAndSaysWhy) {
  const Layout layout(std::vector{&gpu::kFanSpeed, &gpu::kMemoryUsed, &gpu::kThrottleReasons});
  Values values;
  values.set(gpu::kFanSpeed, Absence::denied);
  Json json;
  json.begin_object();
  layout.write_fields(json, values);
  json.key("unavailable");
  layout.write_unavailable(json, values);
  json.end_object();
  EXPECT_EQ(json.take(),
            R"({"fan_speed":null,"memory":{"used":null,"used_gb":null},"throttle_reasons":null,)"
            R"("unavailable":{"fan_speed":"denied","memory.used":"unsupported",)"
            R"("throttle_reasons":"unsupported"}})");
}

TEST(Layout, FlagsAreNames) {
  const Layout layout(std::vector{&gpu::kThrottleReasons});
  Values values;
  values.set(gpu::kThrottleReasons, 5.0);
  Json json;
  json.begin_object();
  layout.write_fields(json, values);
  json.end_object();
  EXPECT_EQ(json.take(), R"({"throttle_reasons":["gpu_idle","sw_power_cap"]})");
}

}  // namespace
}  // namespace mimon::api
