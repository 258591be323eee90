#include "api/openmetrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/example_snapshot.h"

namespace mimon::api {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(OpenMetrics, FamiliesCarryTypeUnitAndHelp) {
  const std::string text = openmetrics_text(*example_snapshot());
  EXPECT_THAT(text, HasSubstr("# TYPE mimon_host_cpu_ratio gauge\n"
                              "# UNIT mimon_host_cpu_ratio ratio\n"
                              "# HELP mimon_host_cpu_ratio CPU.\n"
                              "mimon_host_cpu_ratio 0.1234\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE mimon_host_disk_io_read_bytes counter\n"));
  EXPECT_THAT(text, HasSubstr("mimon_host_disk_io_read_bytes_total 2097152\n"));
  EXPECT_THAT(text, HasSubstr("mimon_gpu_memory_used_bytes{gpu=\"1\",name=\"Example GPU\","
                              "uuid=\"GPU-1\"} 4294967296\n"));
  EXPECT_THAT(text, testing::EndsWith("# EOF\n"));
}

TEST(OpenMetrics, AbsentValuesHaveNoSample) {
  EXPECT_THAT(openmetrics_text(*example_snapshot()), Not(HasSubstr("fan_speed")));
}

}  // namespace
}  // namespace mimon::api
