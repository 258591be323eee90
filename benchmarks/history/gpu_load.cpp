#include "gpu_load.h"

#include <algorithm>
#include <cmath>

#include "metrics/gpu_derive.h"
#include "metrics/gpu_metrics.h"

namespace mimon::bench {

constexpr double kPage = 2'097'152;

void GpuLoad::change_phase() {
  const double dice = random_.uniform();
  phase_ = dice < 0.35 ? Phase::idle : (dice < 0.75 ? Phase::training : Phase::serving);
  left_ = static_cast<int>((phase_ == Phase::idle ? 1800 : 3600) * (0.3 + 1.5 * random_.uniform()));
  level_ = 60 + 38 * random_.uniform();
  period_ = 5 + 40 * random_.uniform();
  memory_ =
      phase_ == Phase::idle ? 300 * kPage : std::floor((8 + 60 * random_.uniform()) * 512) * kPage;
}

void GpuLoad::idle() {
  utilization_ = random_.chance(0.02) ? std::floor(1 + 5 * random_.uniform()) : 0;
  memory_utilization_ = 0;
  target_power_ = 62 + random_.normal() * 0.4;
  tx_ = random_.chance(0.05) ? std::floor(random_.uniform() * 50) : 0;
  rx_ = random_.chance(0.05) ? std::floor(random_.uniform() * 80) : 0;
  clock_ = random_.chance(0.01) ? 1410 : 345;
  memory_clock_ = 1593;
}

void GpuLoad::train() {
  const bool pause = std::fmod(second_, period_ * 10) < 2;
  if (pause)
    utilization_ = std::floor(20 * random_.uniform());
  else if (random_.chance(0.85))
    utilization_ = std::min(100.0, std::floor(level_ + 2.5 + random_.normal() * 1.2));
  else
    utilization_ = std::floor(level_ - 6 * random_.uniform());
  memory_utilization_ = std::max(0.0, std::floor(utilization_ * 0.55 + random_.normal() * 1.3));
  target_power_ = 90 + utilization_ * 5.4 + random_.normal() * 6;
  tx_ = std::floor(20'000 + 3000 * std::fabs(random_.normal()));
  rx_ = std::floor(90'000 + 9000 * random_.normal());
  clock_ = 1980 - 15 * std::floor(std::max(0.0, temperature_ - 66) / 2 + random_.uniform() * 1.6);
  memory_clock_ = 2619;
  if (random_.chance(0.002)) memory_ += kPage * std::floor(random_.uniform() * 8);
}

void GpuLoad::serve() {
  const bool busy = std::fmod(second_, period_) < period_ * 0.5;
  if (busy)
    utilization_ = std::floor(40 + 25 * random_.uniform());
  else
    utilization_ = random_.chance(0.2) ? std::floor(8 * random_.uniform()) : 0;
  memory_utilization_ = std::floor(utilization_ * 0.3 + random_.uniform() * 2);
  target_power_ = busy ? 240 + random_.normal() * 15 : 110 + random_.normal() * 2;
  tx_ = std::floor((busy ? 5000 : 30) * random_.uniform());
  rx_ = std::floor((busy ? 15'000 : 60) * random_.uniform());
  clock_ = 1980;
  memory_clock_ = 2619;
}

void GpuLoad::advance() {
  if (left_-- <= 0) change_phase();
  ++second_;
  switch (phase_) {
    case Phase::idle:
      idle();
      break;
    case Phase::training:
      train();
      break;
    case Phase::serving:
      serve();
      break;
  }
  power_ += (target_power_ - power_) * 0.6;
  energy_ += power_;
  temperature_ += (30 + power_ * 0.075 - temperature_) * 0.02 + random_.normal() * 0.08;
  fan_ += (std::max(30.0, temperature_ * 1.1 - 20) - fan_) * 0.05;
}

void GpuLoad::write(Values& values) const {
  values.set(gpu::kUtilization, utilization_);
  values.set(gpu::kMemoryUtilization, memory_utilization_);
  values.set(gpu::kMemoryUsed, memory_);
  values.set(gpu::kTemperature, std::floor(temperature_));
  values.set(gpu::kPowerUsage, power_);
  values.set(gpu::kFanSpeed, std::floor(fan_));
  values.set(gpu::kClockGpu, clock_);
  values.set(gpu::kClockMemory, memory_clock_);
  values.set(gpu::kPcieTx, tx_ * 1024);
  values.set(gpu::kPcieRx, rx_ * 1024);
}

void GpuLoad::write_all(Values& values) const {
  write(values);
  values.set(gpu::kMemoryTotal, 85'899'345'920.0);
  values.set(gpu::kPowerLimit, 700);
  values.set(gpu::kEnergy, energy_);
  values.set(gpu::kClockSm, clock_);
  values.set(gpu::kClockVideo, clock_ - 150);
  values.set(gpu::kSmActivity, utilization_ * 0.83);
  values.set(gpu::kTensorActivity, utilization_ * 0.41);
  values.set(gpu::kDramActivity, memory_utilization_ * 1.1);
  values.set(gpu::kTemperatureMemory, std::floor(temperature_ + 8));
  values.set(gpu::kPcieGeneration, phase_ == Phase::idle ? 1 : 5);
  values.set(gpu::kPcieWidth, 16);
  values.set(gpu::kThrottleReasons, phase_ == Phase::idle ? 1 : (clock_ < 1980 ? 4 : 0));
  values.set(gpu::kPerformanceState, phase_ == Phase::idle ? 8 : 0);
  for (const MetricSpec* spec :
       {&gpu::kTemperatureMax, &gpu::kTemperatureShutdown, &gpu::kClockGpuMax,
        &gpu::kClockMemoryMax, &gpu::kClockSmMax, &gpu::kPcieGenerationMax, &gpu::kPcieWidthMax})
    values.set(*spec, 87);
  for (const MetricSpec* spec :
       {&gpu::kEncoder, &gpu::kDecoder, &gpu::kJpeg, &gpu::kOfa, &gpu::kPcieReplays,
        &gpu::kEccCorrected, &gpu::kEccUncorrected, &gpu::kEccCorrectedTotal,
        &gpu::kEccUncorrectedTotal, &gpu::kRemappedCorrectable, &gpu::kRemappedUncorrectable,
        &gpu::kRemapPending, &gpu::kRemapFailed, &gpu::kXidCount})
    values.set(*spec, 0);
  gpu::derive(values);
}

}  // namespace mimon::bench
