#include "metrics/gpu_derive.h"

#include "metrics/gpu_metrics.h"

namespace mimon::gpu {

std::optional<double> pcie_limit(int generation, int width) {
  constexpr double kGigabit = 1e9 / 8;
  if (width < 1 || width > 32) return std::nullopt;
  switch (generation) {
    case 1:
      return 2.5 * kGigabit * 8 / 10 * width;
    case 2:
      return 5.0 * kGigabit * 8 / 10 * width;
    case 3:
      return 8.0 * kGigabit * 128 / 130 * width;
    case 4:
      return 16.0 * kGigabit * 128 / 130 * width;
    case 5:
      return 32.0 * kGigabit * 128 / 130 * width;
    case 6:
      return 64.0 * kGigabit * 242 / 256 * width;
    default:
      return std::nullopt;
  }
}

namespace {

void derive_percent(Values& values, const MetricSpec& part, const MetricSpec& whole,
                    const MetricSpec& percent) {
  if (values.find(percent)) return;
  const auto used = values.get(part);
  const auto total = values.get(whole);
  if (used && total && *total > 0) {
    values.set(percent, 100.0 * *used / *total);
  } else if (const Reading* reading = values.find(used ? whole : part)) {
    values.set(percent, reading->absence().value_or(Absence::invalid));
  }
}

}  // namespace

void derive(Values& values) {
  const auto used = values.get(kMemoryUsed);
  const auto total = values.get(kMemoryTotal);
  if (used && total && *total >= *used && !values.find(kMemoryFree)) {
    values.set(kMemoryFree, *total - *used);
  }
  derive_percent(values, kMemoryUsed, kMemoryTotal, kMemoryUsedPercent);
  derive_percent(values, kPowerUsage, kPowerLimit, kPowerUsagePercent);
  const auto generation = values.get(kPcieGenerationMax);
  const auto width = values.get(kPcieWidthMax);
  if (generation && width && !values.find(kPcieLimit)) {
    values.set(kPcieLimit, pcie_limit(static_cast<int>(*generation), static_cast<int>(*width)),
               Absence::unsupported);
  }
}

}  // namespace mimon::gpu
