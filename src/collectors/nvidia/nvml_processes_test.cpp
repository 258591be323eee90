#include "collectors/nvidia/nvml_processes.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "collectors/nvidia/fake_driver.h"

namespace mimon::nvidia {
namespace {

using ::testing::SizeIs;

/// The processes of a scenario's GPU after a few ticks.
std::vector<GpuProcess> processes_of(FakeDriver& driver, std::size_t gpu = 0) {
  const auto vendor = driver.vendor();
  return driver.play(*vendor->discover().gpus.at(gpu), 0, 6).at(0).processes;
}

const GpuProcess* find(const std::vector<GpuProcess>& all, std::int64_t pid) {
  const auto found = std::find_if(all.begin(), all.end(), [&](auto& p) { return p.pid == pid; });
  return found == all.end() ? nullptr : &*found;
}

TEST(NvmlProcesses, HaveMemoryTypeAndUtilization) {
  FakeDriver driver("one");
  const auto all = processes_of(driver);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].pid, getpid());
  EXPECT_EQ(all[0].type, GpuProcess::Type::compute);
  EXPECT_EQ(all[0].gpu_memory_used, 61440.0 * (1 << 20));
  EXPECT_GT(all[0].gpu_utilization.value_or(-1), 0);
  EXPECT_EQ(all[1].pid, getppid());
  EXPECT_EQ(all[1].type, GpuProcess::Type::graphics);
}

TEST(NvmlProcesses, ListsHundredsMostMemoryFirst) {
  FakeDriver driver("processes_200");
  const auto all = processes_of(driver);
  ASSERT_THAT(all, SizeIs(201));
  EXPECT_EQ(all[0].pid, getpid());
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](auto& one, auto& other) {
    return one.gpu_memory_used > other.gpu_memory_used;
  }));
}

TEST(NvmlProcesses, SurviveTheLayoutOfEarly535) {
  FakeDriver driver("driver535");
  const auto all = processes_of(driver);
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[0].pid, getpid());
  EXPECT_EQ(all[1].pid, getppid());
  EXPECT_EQ(all[2].pid, 1);
  EXPECT_EQ(all[2].gpu_memory_used, 256.0 * (1 << 20));
}

TEST(NvmlProcesses, ComeFromOlderLists) {
  for (const char* variant : {"r470", "old"}) {
    FakeDriver driver("one", variant);
    const auto all = processes_of(driver);
    ASSERT_THAT(all, SizeIs(2)) << variant;
    EXPECT_EQ(all[0].gpu_memory_used, 61440.0 * (1 << 20));
  }
}

TEST(NvmlProcesses, OneInBothListsIsBoth) {
  FakeDriver driver("one");
  driver.write_scenario(R"(
    [driver]
    version = "550.54.15"
    cuda = 12040
    [[gpu]]
    card = "h100"
    [[gpu.process]]
    pid = 70
    memory_mib = 1000
    [[gpu.process]]
    pid = 70
    kind = "graphics"
    memory_mib = 1000
    [[gpu.process]]
    pid = 71
    kind = "mps"
    memory_mib = "unavailable"
  )");
  const auto all = processes_of(driver);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].type, GpuProcess::Type::compute_and_graphics);
  EXPECT_EQ(all[0].gpu_memory_used, 1000.0 * (1 << 20));
  EXPECT_EQ(all[1].type, GpuProcess::Type::compute);
  EXPECT_EQ(all[1].gpu_memory_used, std::nullopt);
}

TEST(NvmlProcesses, OneThatRestsUsesNothing) {
  FakeDriver driver("mixed");
  const auto vendor = driver.vendor();
  const auto report = vendor->discover();
  const DeviceSample silent = driver.play(*report.gpus.at(2), 0, 6).at(0);
  EXPECT_EQ(silent.processes_absence, Absence::unsupported);
  const DeviceSample inference = driver.play(*report.gpus.at(1), 7, 12).at(0);
  EXPECT_EQ(inference.processes_absence, std::nullopt);
  ASSERT_NE(find(inference.processes, 1), nullptr);
  EXPECT_TRUE(find(inference.processes, 1)->gpu_utilization.has_value());
}

abi::Return no_samples(abi::Device, abi::ProcessUtilizationSample*, unsigned*, unsigned long long) {
  return abi::Return::not_found;
}

abi::Return odd_samples(abi::Device, abi::ProcessUtilizationSample* samples, unsigned* count,
                        unsigned long long last_seen) {
  *count = 4;
  const unsigned long long now = last_seen == 0 ? 10'000'000 : last_seen + 1;
  samples[0] = {1, now - 5'000'000, 100, 0, 0, 0};
  samples[1] = {1, now - 1, 20, 0, 0, 0};
  samples[2] = {1, now, 40, 0, 0, 0};
  samples[3] = {2, now, 101, 0, 0, 0};
  return abi::Return::success;
}

TEST(ProcessUtilization, NothingFoundIsIdle) {
  NvmlFunctions nvml;
  nvml.process_utilization = no_samples;
  std::vector<GpuProcess> processes(1);
  ProcessUtilization().fill(nvml, nullptr, MonoTime{}, processes);
  EXPECT_EQ(processes[0].gpu_utilization, 0.0);
}

TEST(ProcessUtilization, AveragesTheNewestAndDropsTheImpossible) {
  NvmlFunctions nvml;
  nvml.process_utilization = odd_samples;
  std::vector<GpuProcess> processes(3);
  for (int i = 0; i < 3; ++i) processes[static_cast<std::size_t>(i)].pid = i + 1;
  ProcessUtilization().fill(nvml, nullptr, MonoTime{}, processes);
  EXPECT_EQ(processes[0].gpu_utilization, 30.0);
  EXPECT_EQ(processes[1].gpu_utilization, std::nullopt);
  EXPECT_EQ(processes[2].gpu_utilization, 0.0);
}

TEST(ProcessUtilization, UnknownWhereTheDriverDoesNotSay) {
  std::vector<GpuProcess> processes(1);
  ProcessUtilization().fill(NvmlFunctions(), nullptr, MonoTime{}, processes);
  EXPECT_EQ(processes[0].gpu_utilization, std::nullopt);
}

}  // namespace
}  // namespace mimon::nvidia
