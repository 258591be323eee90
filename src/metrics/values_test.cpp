#include "metrics/values.h"

#include <gtest/gtest.h>

#include <limits>

namespace mimon {
namespace {

const MetricSpec kLoad{.id = "load", .device = DeviceKind::host, .path = "load", .help = "Load."};
const MetricSpec kHeat{.id = "heat", .device = DeviceKind::host, .path = "heat", .help = "Heat."};

TEST(Values, AbsentIsNotZero) {
  Values values;
  values.set(kLoad, 0.0);
  values.set(kHeat, Absence::denied);
  EXPECT_EQ(values.get(kLoad), 0.0);
  EXPECT_EQ(values.get(kHeat), std::nullopt);
  EXPECT_EQ(values.find(kHeat)->absence(), Absence::denied);
  EXPECT_EQ(values.find(kLoad)->absence(), std::nullopt);
}

TEST(Values, SettingAgainReplaces) {
  Values values;
  values.set(kLoad, 1.0);
  values.set(kLoad, std::nullopt, Absence::not_ready);
  ASSERT_EQ(values.readings().size(), 1U);
  EXPECT_EQ(values.readings()[0].absence(), Absence::not_ready);
}

TEST(Values, WhatIsNoNumberIsInvalid) {
  Values values;
  values.set(kLoad, std::numeric_limits<double>::infinity());
  EXPECT_EQ(values.find(kLoad)->absence(), Absence::invalid);
}

TEST(Values, MakeAbsentKeepsEarlierReasons) {
  Values values;
  values.set(kLoad, 1.0);
  values.set(kHeat, Absence::unsupported);
  values.make_absent(Absence::lost);
  EXPECT_EQ(values.find(kLoad)->absence(), Absence::lost);
  EXPECT_EQ(values.find(kHeat)->absence(), Absence::unsupported);
}

}  // namespace
}  // namespace mimon
