#include "api/openmetrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/example_snapshot.h"

namespace mimon::api {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(OpenMetrics, FamiliesCarryTypeUnitAndHelp) {
  const std::string text = metrics_text(*example_snapshot(), MetricsFormat::openmetrics);
  EXPECT_THAT(text, HasSubstr("# HELP mimon_host_cpu_ratio CPU.\n"
                              "# TYPE mimon_host_cpu_ratio gauge\n"
                              "# UNIT mimon_host_cpu_ratio ratio\n"
                              "mimon_host_cpu_ratio 0.1234\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE mimon_host_disk_io_read_bytes counter\n"));
  EXPECT_THAT(text, HasSubstr("mimon_host_disk_io_read_bytes_total 2097152\n"));
  EXPECT_THAT(text, HasSubstr("mimon_gpu_memory_used_bytes{gpu=\"1\",name=\"Example GPU\","
                              "uuid=\"GPU-1\"} 4294967296\n"));
  EXPECT_THAT(text, testing::EndsWith("# EOF\n"));
}

TEST(OpenMetrics, AbsentValuesHaveNoSample) {
  EXPECT_THAT(metrics_text(*example_snapshot(), MetricsFormat::openmetrics),
              Not(HasSubstr("fan_speed")));
}

TEST(OpenMetrics, TheTextFormatNamesCountersAsTheirSamples) {
  const std::string text = metrics_text(*example_snapshot(), MetricsFormat::text);
  EXPECT_THAT(text, HasSubstr("# TYPE mimon_host_disk_io_read_bytes_total counter\n"
                              "mimon_host_disk_io_read_bytes_total 2097152\n"));
  EXPECT_THAT(text, Not(HasSubstr("# UNIT")));
  EXPECT_THAT(text, Not(HasSubstr("# EOF")));
}

TEST(OpenMetrics, AClientThatNamesItGetsIt) {
  EXPECT_EQ(metrics_format("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"),
            MetricsFormat::openmetrics);
  EXPECT_EQ(metrics_format("*/*"), MetricsFormat::text);
  EXPECT_EQ(metrics_format(""), MetricsFormat::text);
}

}  // namespace
}  // namespace mimon::api
