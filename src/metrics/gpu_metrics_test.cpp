#include "metrics/gpu_metrics.h"

#include <gtest/gtest.h>

#include "metrics/catalog.h"
#include "metrics/gpu_derive.h"

namespace mimon {
namespace {

TEST(GpuMetrics, MakeAValidCatalog) {
  const auto all = gpu::all_metrics();
  const Catalog catalog({all.begin(), all.end()});
  EXPECT_EQ(catalog.find(DeviceKind::gpu, "utilization"), &gpu::kUtilization);
}

TEST(GpuMetrics, DerivesWhatFollows) {
  Values values;
  values.set(gpu::kMemoryUsed, 6e9);
  values.set(gpu::kMemoryTotal, 24e9);
  values.set(gpu::kPowerUsage, 180.0);
  values.set(gpu::kPowerLimit, 250.0);
  values.set(gpu::kPcieGenerationMax, 4.0);
  values.set(gpu::kPcieWidthMax, 16.0);
  gpu::derive(values);
  EXPECT_EQ(values.get(gpu::kMemoryFree), 18e9);
  EXPECT_EQ(values.get(gpu::kMemoryUsedPercent), 25.0);
  EXPECT_EQ(values.get(gpu::kPowerUsagePercent), 72.0);
  EXPECT_NEAR(*values.get(gpu::kPcieLimit), 31.5e9, 0.1e9);
}

TEST(GpuMetrics, WhatCannotBeDerivedSaysWhy) {
  Values values;
  values.set(gpu::kPowerUsage, 180.0);
  values.set(gpu::kPowerLimit, Absence::denied);
  gpu::derive(values);
  EXPECT_EQ(values.find(gpu::kPowerUsagePercent)->absence(), Absence::denied);
  EXPECT_EQ(values.find(gpu::kMemoryUsedPercent), nullptr);
}

TEST(GpuMetrics, WhatTheDriverSaysIsKept) {
  Values values;
  values.set(gpu::kMemoryUsed, 1.0);
  values.set(gpu::kMemoryTotal, 10.0);
  values.set(gpu::kMemoryFree, 8.0);
  gpu::derive(values);
  EXPECT_EQ(values.get(gpu::kMemoryFree), 8.0);
}

TEST(PcieLimit, FollowsTheLineCoding) {
  EXPECT_NEAR(*gpu::pcie_limit(1, 16), 4e9, 1);
  EXPECT_NEAR(*gpu::pcie_limit(3, 16), 15.754e9, 1e6);
  EXPECT_NEAR(*gpu::pcie_limit(5, 16), 63.015e9, 1e6);
  EXPECT_EQ(gpu::pcie_limit(9, 16), std::nullopt);
  EXPECT_EQ(gpu::pcie_limit(4, 0), std::nullopt);
}

}  // namespace
}  // namespace mimon
