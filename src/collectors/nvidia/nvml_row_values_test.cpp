#include "collectors/nvidia/nvml_row_values.h"

#include <gtest/gtest.h>

#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

/// What the next call answers, and how often it was asked.
struct Source {
  Answer answer;
  int calls = 0;
};
Source source;

constexpr NvmlRow kRow[] = {{&gpu::kTemperature, Tier::fast,
                             [](NvmlReader&) {
                               ++source.calls;
                               return source.answer;
                             },
                             -50, 200}};

class NvmlRowValuesTest : public ::testing::Test {
 protected:
  void SetUp() override { source = {}; }
  abi::Return read(Answer answer, std::chrono::minutes at = {}) {
    source.answer = answer;
    NvmlReader reader(nvml_, nullptr, memory_);
    return rows_.read(reader, Tier::fast, MonoTime(std::chrono::hours(1)) + at);
  }
  [[nodiscard]] Reading reading() const {
    Values values;
    rows_.write(values);
    return values.readings()[0];
  }

  NvmlFunctions nvml_;
  MemorySource memory_{FileTree("/nonexistent")};
  NvmlRowValues rows_{kRow, "gpu/0", null_logger()};
};

TEST_F(NvmlRowValuesTest, IsNotReadyBeforeItWasRead) {
  EXPECT_EQ(reading().absence(), Absence::not_ready);
}

TEST_F(NvmlRowValuesTest, DropsWhatMakesNoSense) {
  for (const double nonsense : {4294967295.0, -51.0, 201.0, kNonsense}) {
    EXPECT_EQ(read({abi::Return::success, nonsense}), abi::Return::success);
    EXPECT_EQ(reading().absence(), Absence::invalid) << nonsense;
  }
  EXPECT_EQ(read({abi::Return::success, 0}), abi::Return::success);
  EXPECT_EQ(reading().value(), 0.0);
}

TEST_F(NvmlRowValuesTest, MapsAnswers) {
  const std::pair<abi::Return, Absence> kAnswers[] = {
      {abi::Return::unknown, Absence::failed},
      {abi::Return::not_ready, Absence::not_ready},
      {abi::Return::no_permission, Absence::denied},
  };
  for (const auto& [code, absence] : kAnswers) {
    EXPECT_EQ(read({code}), abi::Return::success);
    EXPECT_EQ(reading().absence(), absence);
  }
}

TEST_F(NvmlRowValuesTest, AsksARefusedLookUpAgainOnlyAfterMinutes) {
  for (const int minute : {0, 1, 4}) {
    EXPECT_EQ(read({abi::Return::not_supported}, std::chrono::minutes(minute)),
              abi::Return::success);
  }
  EXPECT_EQ(source.calls, 1);
  EXPECT_EQ(reading().absence(), Absence::unsupported);
  EXPECT_EQ(read({abi::Return::success, 40}, std::chrono::minutes(5)), abi::Return::success);
  EXPECT_EQ(reading().value(), 40.0);
}

TEST_F(NvmlRowValuesTest, ReturnsWhatConcernsTheWholeDevice) {
  EXPECT_EQ(read({abi::Return::success, 40}), abi::Return::success);
  EXPECT_EQ(read({abi::Return::gpu_is_lost}), abi::Return::gpu_is_lost);
  EXPECT_EQ(read({abi::Return::driver_not_loaded}), abi::Return::driver_not_loaded);
  Values values;
  rows_.write_absent(values, Absence::lost);
  EXPECT_EQ(values.find(gpu::kTemperature)->absence(), Absence::lost);
}

TEST_F(NvmlRowValuesTest, KnowsWhatTheDeviceNeverHasAlsoWhileItIsAway) {
  EXPECT_EQ(read({abi::Return::not_supported}), abi::Return::success);
  Values values;
  rows_.write_absent(values, Absence::asleep);
  EXPECT_EQ(values.find(gpu::kTemperature)->absence(), Absence::unsupported);
}

}  // namespace
}  // namespace mimon::nvidia
