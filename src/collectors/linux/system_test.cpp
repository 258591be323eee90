#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/linux/collectors.h"
#include "collectors/linux/host_device.h"
#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

using testing::DoubleNear;
using testing::Optional;

using Factory = std::unique_ptr<HostCollector> (*)(const Context&);

/// The collectors of one file or two.
class SystemTest : public testing::Test {
 protected:
  void start(Factory make, std::string_view fixture) {
    if (!fixture.empty()) tree.overlay(fixture);
    const FileTree files = tree.files();
    ticker.emplace(make({files, null_logger(), host_device(files)}));
    ticker->tick();
  }

  TestTree tree;
  std::optional<Ticker> ticker;
};

TEST_F(SystemTest, LoadTasksAndUptime) {
  start(make_system_collector, "workstation");
  EXPECT_EQ(ticker->value("host", "cpu.load_average.1m"), 1.25);
  EXPECT_EQ(ticker->value("host", "cpu.load_average.15m"), 0.42);
  EXPECT_EQ(ticker->value("host", "processes.total"), 1412);
  EXPECT_EQ(ticker->value("host", "uptime"), 356400.25);
}

TEST_F(SystemTest, ACutOffLoadavg) {
  start(make_system_collector, "broken");
  EXPECT_EQ(ticker->value("host", "cpu.load_average.1m"), 0.5);
  EXPECT_EQ(ticker->absence("host", "cpu.load_average.5m"), Absence::invalid);
  EXPECT_EQ(ticker->absence("host", "processes.total"), Absence::invalid);
  EXPECT_EQ(ticker->absence("host", "uptime"), Absence::invalid);
}

TEST_F(SystemTest, SaysWhatIsMissing) {
  start(make_system_collector, "minimal");
  EXPECT_FALSE(ticker->status().front().ok);
  EXPECT_EQ(ticker->absence("host", "uptime"), Absence::unsupported);
}

TEST_F(SystemTest, Pressure) {
  start(make_pressure_collector, "workstation");
  EXPECT_EQ(ticker->value("host", "pressure.cpu.some"), 1.5);
  EXPECT_EQ(ticker->value("host", "pressure.memory.full"), 0.2);
  EXPECT_EQ(ticker->value("host", "pressure.io.some"), 12.75);
  EXPECT_EQ(ticker->value("host", "pressure.io.full"), 10.5);
}

TEST_F(SystemTest, PressureOfAnOlderKernel) {
  start(make_pressure_collector, "minimal");
  EXPECT_TRUE(ticker->status().front().ok);
  EXPECT_EQ(ticker->absence("host", "pressure.io.full"), Absence::unsupported);
}

TEST_F(SystemTest, PressureThatMakesNoSense) {
  start(make_pressure_collector, "broken");
  EXPECT_EQ(ticker->absence("host", "pressure.cpu.some"), Absence::invalid);
  EXPECT_EQ(ticker->absence("host", "pressure.io.some"), Absence::invalid);
  EXPECT_EQ(ticker->absence("host", "pressure.io.full"), Absence::invalid);
}

TEST_F(SystemTest, Paging) {
  start(make_paging_collector, "workstation");
  EXPECT_EQ(ticker->absence("host", "swap.in_rate"), Absence::not_ready);
  EXPECT_EQ(ticker->value("host", "ram.oom_kills"), 2);
  tree.overlay("workstation-later");
  ticker->tick();
  EXPECT_EQ(ticker->value("host", "swap.in_rate"), 256 * 4096);
  EXPECT_EQ(ticker->value("host", "swap.out_rate"), 512 * 4096);
  EXPECT_EQ(ticker->value("host", "ram.page_fault_rate"), 40000);
  EXPECT_EQ(ticker->value("host", "ram.major_fault_rate"), 12);
  EXPECT_EQ(ticker->value("host", "ram.oom_kills"), 3);
}

TEST_F(SystemTest, PagingThatMakesNoSense) {
  start(make_paging_collector, "broken");
  EXPECT_EQ(ticker->absence("host", "ram.page_fault_rate"), Absence::unsupported);
  EXPECT_EQ(ticker->absence("host", "ram.oom_kills"), Absence::unsupported);
}

TEST_F(SystemTest, KernelActivity) {
  start(make_cpu_collector, "workstation");
  tree.overlay("workstation-later");
  ticker->tick();
  EXPECT_EQ(ticker->value("host", "cpu.context_switches"), 90025000);
  EXPECT_EQ(ticker->value("host", "cpu.context_switch_rate"), 25000);
  EXPECT_EQ(ticker->value("host", "cpu.interrupt_rate"), 12000);
  EXPECT_EQ(ticker->value("host", "processes.fork_rate"), 7);
  EXPECT_EQ(ticker->value("host", "processes.running"), 3);
  EXPECT_EQ(ticker->value("host", "processes.blocked"), 1);
}

TEST_F(SystemTest, KernelActivityThatMakesNoSense) {
  start(make_cpu_collector, "broken");
  EXPECT_EQ(ticker->absence("host", "cpu.context_switches"), Absence::invalid);
  EXPECT_EQ(ticker->absence("host", "processes.running"), Absence::invalid);
  EXPECT_EQ(ticker->absence("host", "processes.blocked"), Absence::invalid);
}

TEST_F(SystemTest, TemperatureOfTheChipNotOfItsParts) {
  start(make_temperature_collector, "workstation");
  EXPECT_EQ(ticker->value("host", "cpu.temperature"), 62.375);
}

TEST_F(SystemTest, TemperatureOfTheHottestSocket) {
  tree.write("/sys/class/hwmon/hwmon3/name", "coretemp\n");
  tree.write("/sys/class/hwmon/hwmon3/temp1_input", "50000\n");
  tree.write("/sys/class/hwmon/hwmon3/temp1_label", "Package id 0\n");
  tree.write("/sys/class/hwmon/hwmon3/temp2_input", "70000\n");
  tree.write("/sys/class/hwmon/hwmon3/temp2_label", "Core 0\n");
  tree.write("/sys/class/hwmon/hwmon4/name", "coretemp\n");
  tree.write("/sys/class/hwmon/hwmon4/temp1_input", "55500\n");
  tree.write("/sys/class/hwmon/hwmon4/temp1_label", "Package id 1\n");
  start(make_temperature_collector, "");
  EXPECT_EQ(ticker->value("host", "cpu.temperature"), 55.5);
}

TEST_F(SystemTest, TemperatureOfAThermalZone) {
  tree.write("/sys/class/thermal/thermal_zone0/type", "acpitz\n");
  tree.write("/sys/class/thermal/thermal_zone0/temp", "27800\n");
  tree.write("/sys/class/thermal/thermal_zone1/type", "cpu-thermal\n");
  tree.write("/sys/class/thermal/thermal_zone1/temp", "48500\n");
  start(make_temperature_collector, "");
  EXPECT_EQ(ticker->value("host", "cpu.temperature"), 48.5);
  tree.write("/sys/class/thermal/thermal_zone1/temp", "-256000\n");
  ticker->tick();
  EXPECT_EQ(ticker->absence("host", "cpu.temperature"), Absence::invalid);
}

TEST_F(SystemTest, ASensorThatMovesIsFoundAgain) {
  start(make_temperature_collector, "workstation");
  tree.remove("/sys/class/hwmon/hwmon1");
  // The open file of a removed folder still answers here; a kernel's does not.
  start(make_temperature_collector, "");
  EXPECT_EQ(ticker->absence("host", "cpu.temperature"), Absence::unsupported);
  tree.write("/sys/class/hwmon/hwmon7/name", "zenpower\n");
  tree.write("/sys/class/hwmon/hwmon7/temp1_input", "40000\n");
  for (int i = 0; i < 61; ++i) ticker->tick();
  EXPECT_EQ(ticker->value("host", "cpu.temperature"), 40);
}

TEST_F(SystemTest, TemperatureThatMakesNoSense) {
  start(make_temperature_collector, "broken");
  EXPECT_EQ(ticker->absence("host", "cpu.temperature"), Absence::invalid);
}

TEST_F(SystemTest, TemperatureOfADisk) {
  start(make_disk_collector, "workstation");
  EXPECT_EQ(ticker->absence("disk/sda", "temperature"), Absence::unsupported);
  // It is read aside.
  while (ticker->absence("disk/nvme0n1", "temperature") == Absence::not_ready) ticker->tick();
  EXPECT_EQ(ticker->value("disk/nvme0n1", "temperature"), 41.85);
}

}  // namespace
}  // namespace mimon::host
