#include "stores/postgres/record.h"

#include <gtest/gtest.h>

#include "stores/store_testing.h"

namespace mimon::store::postgres {
namespace {

std::string example() {
  Snapshot snapshot;
  auto sample = std::make_shared<DeviceSample>();
  sample->device = testing::make_gpu(3, "GPU-a");
  sample->state = DeviceState::stale;
  sample->values.set(gpu::kUtilization, 41.7);
  sample->values.set(gpu::kMemoryUsed, Absence::unresponsive);
  snapshot.devices.push_back(std::move(sample));
  snapshot.interval = std::chrono::milliseconds(5000);
  return encode_tick({.host = "a", .url = "u", .version = "v", .simulated = true}, snapshot,
                     std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000)));
}

TEST(RecordTest, ComesBackAsItWas) {
  const auto tick = decode_tick(example());
  ASSERT_TRUE(tick);
  EXPECT_EQ(tick->host, "a");
  EXPECT_EQ(tick->url, "u");
  EXPECT_EQ(tick->version, "v");
  EXPECT_TRUE(tick->simulated);
  EXPECT_EQ(tick->time, 1'700'000'000);
  EXPECT_EQ(tick->interval, 5);
  ASSERT_EQ(tick->devices.size(), 2U);
  EXPECT_EQ(tick->devices[0].kind, DeviceKind::host) << "the host is added";
  const DeviceTick& gpu = tick->devices[1];
  EXPECT_EQ(gpu.identity, "GPU-a");
  EXPECT_EQ(gpu.device, "gpu/3");
  EXPECT_EQ(gpu.index, 3);
  EXPECT_EQ(gpu.state, DeviceState::stale);
  ASSERT_EQ(gpu.measures.size(), 2U);
  EXPECT_EQ(gpu.measures[0].metric, "utilization");
  EXPECT_EQ(gpu.measures[0].value, 42) << "rounded to the metric's decimals";
  EXPECT_FALSE(gpu.measures[1].value);
}

TEST(RecordTest, IsRefusedWhereItIsDamaged) {
  const std::string record = example();
  EXPECT_FALSE(decode_tick(""));
  EXPECT_FALSE(decode_tick("\x02" + record.substr(1)));
  for (std::size_t length = 0; length < record.size(); ++length)
    EXPECT_FALSE(decode_tick(record.substr(0, length))) << length;
}

}  // namespace
}  // namespace mimon::store::postgres
