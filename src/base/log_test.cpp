#include "base/log.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

namespace mimon {
namespace {

TEST(FailureLog, SaysAFailureOnceAndItsEndOnce) {
  std::ostringstream out;
  const auto log = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
  log->set_pattern("%v");
  FailureLog failures(log);
  failures.works("/proc/stat");
  failures.failed("/proc/stat", "cut off");
  failures.failed("/proc/stat", "cut off");
  failures.works("/proc/stat");
  failures.works("/proc/stat");
  EXPECT_EQ(out.str(), "/proc/stat: cut off\n/proc/stat: works again\n");
}

TEST(Logger, TakesItsLevelByName) {
  EXPECT_EQ(make_logger("warn")->level(), spdlog::level::warn);
  EXPECT_EQ(null_logger()->name(), "null");
}

}  // namespace
}  // namespace mimon
