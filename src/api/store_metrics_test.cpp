#include "api/store_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/example_snapshot.h"
#include "api/openmetrics.h"

namespace mimon::api {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(StoreMetrics, TellHowHistoryFares) {
  store::StoreStatus status;
  status.state = store::StoreStatus::State::degraded;
  status.ticks = 10;
  status.dropped = 2;
  status.unwritten = 3;
  status.lag = std::chrono::milliseconds(1500);
  const std::string text = metrics_text(*example_snapshot(), MetricsFormat::openmetrics,
                                        store_metrics(status, MetricsFormat::openmetrics));
  EXPECT_THAT(text, HasSubstr("mimon_store_up 0\n"));
  EXPECT_THAT(text, HasSubstr("mimon_store_ticks_total 10\n"));
  EXPECT_THAT(text, HasSubstr("mimon_store_dropped_ticks_total 2\n"));
  EXPECT_THAT(text, HasSubstr("mimon_store_waiting_ticks 3\n"));
  EXPECT_THAT(text, HasSubstr("mimon_store_lag_seconds 1.5\n# EOF\n"));
}

TEST(StoreMetrics, ALocalStoreIsNotBehind) {
  EXPECT_THAT(store_metrics(store::StoreStatus(), MetricsFormat::text), Not(HasSubstr("lag")));
}

}  // namespace
}  // namespace mimon::api
