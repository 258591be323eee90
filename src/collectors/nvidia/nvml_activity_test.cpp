#include "collectors/nvidia/nvml_activity.h"

#include <gtest/gtest.h>

#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

using std::chrono::milliseconds;

/// What the driver under test says, and what is left allocated in it.
struct Driver {
  unsigned supported = 1;
  abi::Return sampled = abi::Return::success;
  double value = 50;
  int samples = 0;
  int allocated = 0;
};
Driver driver;

NvmlFunctions functions() {
  NvmlFunctions nvml;
  nvml.gpm_support = [](abi::Device, abi::GpmSupport* support) {
    support->is_supported_device = driver.supported;
    return abi::Return::success;
  };
  nvml.gpm_sample_alloc = [](abi::GpmSample* sample) {
    ++driver.allocated;
    *sample = reinterpret_cast<abi::GpmSample>(&driver);
    return abi::Return::success;
  };
  nvml.gpm_sample_free = [](abi::GpmSample) {
    --driver.allocated;
    return abi::Return::success;
  };
  nvml.gpm_sample_get = [](abi::Device, abi::GpmSample) {
    ++driver.samples;
    return driver.sampled;
  };
  nvml.gpm_metrics_get = [](abi::GpmMetricsGet* request) {
    for (unsigned i = 0; i < request->metric_count; ++i) {
      request->metrics[i].value = driver.value;
      request->metrics[i].result = request->metrics[i].metric_id == abi::kGpmFp64Util
                                       ? abi::Return::not_supported
                                       : abi::Return::success;
    }
    return abi::Return::success;
  };
  return nvml;
}

class NvmlActivityTest : public ::testing::Test {
 protected:
  void SetUp() override { driver = {}; }
  void read(NvmlActivity& activity, int milli) {
    activity.read(nullptr, MonoTime(std::chrono::hours(1) + milliseconds(milli)));
  }
  static Reading reading(const NvmlActivity& activity, const MetricSpec& spec) {
    Values values;
    activity.write(values);
    return *values.find(spec);
  }
  const NvmlFunctions nvml_ = functions();
};

TEST_F(NvmlActivityTest, IsTheMeanBetweenTwoSamples) {
  NvmlActivity activity(nvml_, std::nullopt);
  read(activity, 0);
  EXPECT_EQ(reading(activity, gpu::kSmActivity).absence(), Absence::not_ready);
  read(activity, 50);
  EXPECT_EQ(driver.samples, 1) << "samples must be 100 ms apart";
  read(activity, 150);
  EXPECT_EQ(reading(activity, gpu::kSmActivity).value(), 50.0);
  EXPECT_EQ(reading(activity, gpu::kFp64Activity).absence(), Absence::unsupported);
}

TEST_F(NvmlActivityTest, DropsWhatMakesNoSense) {
  NvmlActivity activity(nvml_, std::nullopt);
  for (const double nonsense : {101.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
    driver.value = nonsense;
    read(activity, 0);
    read(activity, 1000);
    EXPECT_EQ(reading(activity, gpu::kSmActivity).absence(), Absence::invalid);
    activity.reset();
  }
}

TEST_F(NvmlActivityTest, IsNotAskedForAgainWhereThereIsNone) {
  driver.supported = 0;
  NvmlActivity activity(nvml_, std::nullopt);
  for (int second = 0; second < 10; ++second) read(activity, second * 1000);
  EXPECT_EQ(reading(activity, gpu::kSmActivity).absence(), Absence::unsupported);
  EXPECT_EQ(driver.samples, 0);
  NvmlActivity instance(nvml_, 3);
  read(instance, 0);
  EXPECT_EQ(reading(instance, gpu::kUtilization).absence(), Absence::unsupported);
}

TEST_F(NvmlActivityTest, LeavesNothingAllocated) {
  {
    NvmlActivity activity(nvml_, std::nullopt);
    read(activity, 0);
    EXPECT_EQ(driver.allocated, 2);
  }
  EXPECT_EQ(driver.allocated, 0);
}

}  // namespace
}  // namespace mimon::nvidia
