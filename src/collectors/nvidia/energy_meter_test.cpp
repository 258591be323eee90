#include "collectors/nvidia/energy_meter.h"

#include <gtest/gtest.h>

#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

constexpr MonoTime kStart{std::chrono::hours(1)};

/// What the meter makes of a GPU that draws `watts` at a second and has no counter.
std::optional<double> measure(EnergyMeter& meter, std::optional<double> watts, int second) {
  Values values;
  values.set(gpu::kEnergy, Absence::unsupported);
  values.set(gpu::kPowerUsage, watts, Absence::failed);
  meter.fill(values, kStart + std::chrono::seconds(second));
  return values.get(gpu::kEnergy);
}

TEST(EnergyMeter, SumsUpPower) {
  EnergyMeter meter;
  EXPECT_EQ(measure(meter, 100, 0), 0.0);
  EXPECT_EQ(measure(meter, 200, 2), 300.0);
  EXPECT_EQ(measure(meter, 200, 3), 500.0);
}

TEST(EnergyMeter, LeavesOutWhatItDoesNotKnow) {
  EnergyMeter meter;
  measure(meter, 100, 0);
  EXPECT_EQ(measure(meter, std::nullopt, 1), std::nullopt);
  EXPECT_EQ(measure(meter, 100, 2), 0.0);
  EXPECT_EQ(measure(meter, 100, 3), 100.0);
  EXPECT_EQ(measure(meter, 100, 60), 100.0) << "a span too long to be guessed";
  meter.pause();
  EXPECT_EQ(measure(meter, 100, 61), 100.0);
}

TEST(EnergyMeter, LeavesTheCardsOwnCounterAlone) {
  EnergyMeter meter;
  for (int second = 0; second < 3; ++second) {
    Values values;
    values.set(gpu::kPowerUsage, 100.0);
    values.set(gpu::kEnergy, 5000.0);
    meter.fill(values, kStart + std::chrono::seconds(second));
    EXPECT_EQ(values.get(gpu::kEnergy), 5000.0);
    values.set(gpu::kEnergy, Absence::not_ready);
    meter.fill(values, kStart + std::chrono::seconds(second));
    EXPECT_EQ(values.get(gpu::kEnergy), std::nullopt);
  }
}

}  // namespace
}  // namespace mimon::nvidia
