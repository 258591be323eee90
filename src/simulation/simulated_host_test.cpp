#include "simulation/simulated_host.h"

#include <gtest/gtest.h>

#include <set>

#include "collectors/all_collectors.h"
#include "metrics/gpu_metrics.h"

namespace mimon::simulation {
namespace {

using std::chrono::seconds;

constexpr WallTime kStart{seconds(1'700'000'000)};

class SimulatedHostTest : public testing::Test {
 protected:
  const Catalog catalog_ = make_catalog();
};

TEST_F(SimulatedHostTest, IsMarkedAsSimulated) {
  SimulatedHost host(7, 8, catalog_);
  EXPECT_EQ(host.identity().host, "sim-0007");
  EXPECT_TRUE(host.identity().simulated);
  const Snapshot snapshot = host.sample(kStart, 1);
  ASSERT_EQ(snapshot.devices.size(), 9U);
  for (const auto& sample : snapshot.devices) EXPECT_TRUE(sample->device->simulated);
}

TEST_F(SimulatedHostTest, GpusHaveNamesOfTheirOwn) {
  std::set<std::string> seen;
  for (int number = 1; number <= 50; ++number) {
    SimulatedHost host(number, 8, catalog_);
    const Snapshot snapshot = host.sample(kStart, 1);
    for (const auto& sample : snapshot.devices) {
      if (sample->device->kind == DeviceKind::gpu) seen.insert(store::identity_of(*sample->device));
    }
  }
  EXPECT_EQ(seen.size(), 400U);
}

TEST_F(SimulatedHostTest, GivesTheMachinesValuesToo) {
  SimulatedHost host(1, 1, catalog_);
  const Snapshot snapshot = host.sample(kStart, 1);
  for (const auto* id : {"cpu.percent", "ram.used", "ram.total", "ram.used_percent",
                         "disk_io.read_rate", "cpu.load_average.1m"}) {
    const auto* spec = catalog_.find(DeviceKind::host, id);
    ASSERT_NE(spec, nullptr) << id;
    EXPECT_TRUE(snapshot.devices[0]->values.get(*spec)) << id;
  }
}

/// What a fleet is made for: hosts at work and idle ones, hot GPUs and lost ones.
TEST_F(SimulatedHostTest, AFleetHasEverythingThatIsToBeSeen) {
  int busy = 0;
  int idle = 0;
  int hot = 0;
  int lost = 0;
  for (int number = 1; number <= 1000; ++number) {
    SimulatedHost host(number, 8, catalog_);
    Snapshot snapshot;
    for (int i = 0; i < 120; ++i) snapshot = host.sample(kStart + seconds(i), 1);
    for (const auto& sample : snapshot.devices) {
      if (sample->device->kind != DeviceKind::gpu) continue;
      lost += sample->state == DeviceState::lost;
      const auto load = sample->values.get(gpu::kUtilization);
      if (!load) continue;
      EXPECT_GE(*load, 0);
      EXPECT_LE(*load, 100);
      busy += *load > 60;
      idle += *load < 5;
      hot += *sample->values.get(gpu::kTemperature) > 80;
    }
  }
  EXPECT_GT(busy, 3000);
  EXPECT_GT(idle, 500);
  EXPECT_GT(hot, 10);
  EXPECT_LT(hot, 200);
  EXPECT_GT(lost, 0);
  EXPECT_LT(lost, 40);
}

TEST_F(SimulatedHostTest, JobsComeAndGo) {
  int changed = 0;
  for (int number = 1; number <= 50; ++number) {
    SimulatedHost host(number, 1, catalog_);
    std::set<bool> seen;
    for (int i = 0; i < 3600; ++i) {
      const Snapshot snapshot = host.sample(kStart + seconds(i), 1);
      if (const auto load = snapshot.devices[1]->values.get(gpu::kUtilization))
        seen.insert(*load > 50);
    }
    changed += seen.size() == 2;
  }
  EXPECT_GT(changed, 30);
}

TEST_F(SimulatedHostTest, TheSameNumberDoesTheSame) {
  SimulatedHost one(3, 4, catalog_);
  SimulatedHost other(3, 4, catalog_);
  for (int i = 0; i < 100; ++i) {
    const Snapshot a = one.sample(kStart + seconds(i), 1);
    const Snapshot b = other.sample(kStart + seconds(i), 1);
    for (std::size_t d = 1; d < a.devices.size(); ++d) {
      EXPECT_EQ(a.devices[d]->values.get(gpu::kUtilization),
                b.devices[d]->values.get(gpu::kUtilization));
    }
  }
}

}  // namespace
}  // namespace mimon::simulation
