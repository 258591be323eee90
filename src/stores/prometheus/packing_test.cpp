#include "stores/prometheus/packing.h"

#include <gtest/gtest.h>

#include "stores/prometheus/write_request.h"
#include "stores/store_testing.h"

namespace mimon::store::prometheus {
namespace {

std::string message() {
  Snapshot snapshot;
  for (int i = 0; i < 8; ++i) {
    auto sample = std::make_shared<DeviceSample>();
    sample->device = testing::make_gpu(i, "GPU-" + std::to_string(i));
    for (const MetricSpec* spec : gpu::all_metrics()) sample->values.set(*spec, i + 0.25);
    snapshot.devices.push_back(std::move(sample));
  }
  return WriteRequests{Catalog({})}.encode({"box", "", "", false}, snapshot,
                                           std::chrono::sys_seconds());
}

TEST(Packing, GivesTheMessageBackFromAFractionOfItsSize) {
  const std::string plain = message();
  const std::string record = pack(plain);
  EXPECT_LT(record.size() * 8, plain.size());
  EXPECT_EQ(unpacked_size(record), plain.size());
  EXPECT_EQ(unpack(record), plain);
}

// Spools that were written before records were packed.
TEST(Packing, TakesAPlainMessageAsItIs) {
  const std::string plain = message();
  EXPECT_EQ(unpack(plain), plain);
  EXPECT_EQ(unpacked_size(plain), plain.size());
}

TEST(Packing, WhatIsDamagedIsNoMessage) {
  const std::string record = pack(message());
  for (std::size_t length = 0; length < record.size(); length += 7) {
    const std::string cut = record.substr(0, length);
    EXPECT_EQ(unpack(cut), cut);
    EXPECT_FALSE(record_of(unpack(cut)));
  }
}

}  // namespace
}  // namespace mimon::store::prometheus
