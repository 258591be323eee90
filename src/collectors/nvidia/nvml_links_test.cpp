#include "collectors/nvidia/nvml_links.h"

#include <gtest/gtest.h>

#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

/// What the driver under test says; set by each test before it asks.
struct Driver {
  unsigned long long counter = 0;
  abi::ValueType type = abi::ValueType::unsigned_long_long;
  abi::Return result = abi::Return::success;
  abi::Return measured = abi::Return::success;
  int measurements = 0;
  int questions = 0;
};
Driver driver;

abi::Return field_values(abi::Device, int count, abi::FieldValue* values) {
  driver.questions += count;
  for (int i = 0; i < count; ++i) {
    values[i].result = driver.result;
    values[i].value_type = driver.type;
    values[i].value.unsigned_long_long = driver.counter;
  }
  return abi::Return::success;
}

abi::Return throughput(abi::Device, abi::PcieCounter counter, unsigned* kib) {
  ++driver.measurements;
  *kib = counter == abi::PcieCounter::tx_bytes ? 10 : 20;
  return driver.measured;
}

class NvmlLinksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    driver = {};
    nvml_.field_values = field_values;
    nvml_.pcie_throughput = throughput;
  }
  void read(int second, bool may_measure = true) {
    links_.read(nvml_, nullptr, MonoTime(std::chrono::seconds(1000 + second)), may_measure);
  }
  [[nodiscard]] Reading reading(const MetricSpec& spec) const {
    Values values;
    links_.write(values);
    return *values.find(spec);
  }

  NvmlFunctions nvml_;
  NvmlLinks links_;
};

TEST_F(NvmlLinksTest, RatesComeFromCounters) {
  driver.counter = 1'000'000;
  read(0);
  EXPECT_EQ(reading(gpu::kPcieTx).absence(), Absence::not_ready);
  driver.counter += 5000;
  read(2);
  EXPECT_EQ(reading(gpu::kPcieTx).value(), 2500.0);
  EXPECT_EQ(reading(gpu::kPcieRx).value(), 2500.0);
  EXPECT_EQ(reading(gpu::kNvlinkTx).value(), 2500.0 * 1024);
  EXPECT_EQ(driver.measurements, 0);
}

TEST_F(NvmlLinksTest, AResetGivesNoSpike) {
  driver.counter = 1'000'000;
  read(0);
  driver.counter = 5;
  read(1);
  EXPECT_EQ(reading(gpu::kPcieTx).absence(), Absence::not_ready);
}

TEST_F(NvmlLinksTest, MeasuresWhereThereIsNoCounter) {
  driver.result = abi::Return::not_supported;
  read(0);
  EXPECT_EQ(reading(gpu::kPcieTx).value(), 10.0 * 1024);
  EXPECT_EQ(reading(gpu::kPcieRx).value(), 20.0 * 1024);
  EXPECT_EQ(reading(gpu::kNvlinkTx).absence(), Absence::unsupported);
  read(1, false);
  EXPECT_EQ(driver.measurements, 2);
  EXPECT_EQ(driver.questions, 4) << "asked again what the driver refused";
  EXPECT_EQ(reading(gpu::kPcieTx).value(), 10.0 * 1024);
}

TEST_F(NvmlLinksTest, MeasuresWhereTheCounterWrapsTooSoon) {
  driver.type = abi::ValueType::unsigned_int;
  read(0);
  EXPECT_EQ(reading(gpu::kPcieTx).value(), 10.0 * 1024);
}

TEST_F(NvmlLinksTest, SaysWhyThereIsNone) {
  driver.result = abi::Return::not_supported;
  driver.measured = abi::Return::no_permission;
  read(0);
  EXPECT_EQ(reading(gpu::kPcieTx).absence(), Absence::denied);
  read(2);
  EXPECT_EQ(driver.measurements, 2) << "asked again what the driver refused";
}

TEST_F(NvmlLinksTest, StartsAnewAfterAPause) {
  driver.counter = 1000;
  read(0);
  driver.counter = 2000;
  read(1);
  links_.reset();
  EXPECT_EQ(reading(gpu::kPcieTx).absence(), Absence::not_ready);
  read(2);
  EXPECT_EQ(reading(gpu::kPcieTx).absence(), Absence::not_ready);
}

}  // namespace
}  // namespace mimon::nvidia
