#include "collectors/nvidia/energy_meter.h"

#include <utility>

#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {

void EnergyMeter::fill(Values& values, MonoTime now) {
  const Reading* counter = values.find(gpu::kEnergy);
  const auto watts = values.get(gpu::kPowerUsage);
  if (!watts || (counter && counter->absence() != Absence::unsupported)) {
    last_.reset();
    return;
  }
  const auto before = std::exchange(last_, Power{*watts, now});
  if (before && now > before->time && now - before->time <= kLongestSpan) {
    joules_ += (before->watts + *watts) / 2 * seconds_between(before->time, now);
  }
  values.set(gpu::kEnergy, joules_);
}

}  // namespace mimon::nvidia
