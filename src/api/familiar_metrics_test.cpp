#include "api/familiar_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "api/example_snapshot.h"
#include "api/familiar_names.h"
#include "collectors/all_collectors.h"
#include "metrics/openmetrics_names.h"

namespace mimon::api {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(FamiliarMetrics, AreOfMetricsThatExist) {
  const Catalog catalog = make_catalog();
  for (const auto names : {dcgm_names(), node_names()}) {
    for (const Familiar& familiar : names) {
      const auto metrics = catalog.of(familiar.device);
      EXPECT_TRUE(std::any_of(metrics.begin(), metrics.end(), [&](const MetricSpec* spec) {
        return spec->id == familiar.id;
      })) << familiar.name;
    }
  }
}

TEST(OpenMetricsNames, AreOfOneMetricEach) {
  const Catalog catalog = make_catalog();
  std::set<std::string> names;
  for (const MetricSpec* spec : catalog.metrics())
    EXPECT_TRUE(names.insert(openmetrics::family_name(*spec)).second) << spec->id;
  EXPECT_TRUE(names.contains("mimon_host_cpus"));
  EXPECT_TRUE(names.contains("mimon_host_processes"));
}

TEST(FamiliarMetrics, GpusGoByDcgmsNamesUnitsAndLabels) {
  const std::string text = dcgm_text(*example_snapshot());
  EXPECT_THAT(text, HasSubstr("# TYPE DCGM_FI_DEV_FB_USED gauge\n"));
  EXPECT_THAT(text, HasSubstr("DCGM_FI_DEV_FB_USED{gpu=\"1\",UUID=\"GPU-1\",pci_bus_id=\""));
  EXPECT_THAT(text, HasSubstr("device=\"nvidia1\",modelName=\"Example GPU\",Hostname=\""));
  EXPECT_THAT(text, HasSubstr("\"} 4096\n"));
}

TEST(FamiliarMetrics, TheHostGoesByNodeExportersNames) {
  const std::string text = node_text(*example_snapshot());
  EXPECT_THAT(text, HasSubstr("# TYPE node_time_seconds gauge\nnode_time_seconds "));
  EXPECT_THAT(text, HasSubstr("# TYPE node_uname_info gauge\n"));
  EXPECT_THAT(text, HasSubstr("nodename=\""));
}

TEST(FamiliarMetrics, CpuTimeIsInSecondsByMode) {
  const auto snapshot = example_snapshot();
  snapshot->cores = {{.core = 3,
                      .times = {.user = 150,
                                .nice = 1,
                                .system = 2,
                                .idle = 12345,
                                .iowait = 4,
                                .irq = 5,
                                .softirq = 6,
                                .steal = 7}}};
  const std::string text = node_text(*snapshot);
  EXPECT_THAT(text, HasSubstr("# TYPE node_cpu_seconds_total counter\n"));
  EXPECT_THAT(text, HasSubstr("node_cpu_seconds_total{cpu=\"3\",mode=\"idle\"} 123.45\n"));
  EXPECT_THAT(text, HasSubstr("node_cpu_seconds_total{cpu=\"3\",mode=\"user\"} 1.5\n"));
  EXPECT_THAT(text, HasSubstr("node_cpu_seconds_total{cpu=\"3\",mode=\"steal\"} 0.07\n"));
}

TEST(FamiliarMetrics, AbsentValuesHaveNoSample) {
  EXPECT_THAT(dcgm_text(*example_snapshot()), Not(HasSubstr("DCGM_FI_DEV_MEMORY_TEMP")));
}

}  // namespace
}  // namespace mimon::api
