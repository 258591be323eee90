#include "metrics/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace mimon {
namespace {

const MetricSpec kLoad{.id = "load", .device = DeviceKind::host, .path = "load", .help = "Load."};
const MetricSpec kHeat{.id = "heat", .device = DeviceKind::gpu, .path = "heat", .help = "Heat."};
const MetricSpec kTwin{.id = "load", .device = DeviceKind::host, .path = "other", .help = "Load."};
const MetricSpec kBare{.id = "bare", .device = DeviceKind::host, .path = "bare", .help = ""};

TEST(Catalog, FindsByKindAndId) {
  const Catalog catalog({&kLoad, &kHeat});
  EXPECT_EQ(catalog.find(DeviceKind::gpu, "heat"), &kHeat);
  EXPECT_EQ(catalog.find(DeviceKind::host, "heat"), nullptr);
  EXPECT_THAT(catalog.of(DeviceKind::host), testing::ElementsAre(&kLoad));
}

TEST(Catalog, RefusesTwinsAndIncompleteRows) {
  EXPECT_THROW(Catalog({&kLoad, &kTwin}), std::logic_error);
  EXPECT_THROW(Catalog({&kBare}), std::logic_error);
}

}  // namespace
}  // namespace mimon
