#include "collectors/jetson/jetson_gpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <map>
#include <set>

#include "collectors/jetson/test_tree.h"
#include "metrics/gpu_metrics.h"

namespace mimon::jetson {
namespace {

JetsonGpu make(const FileTree& files) {
  return JetsonGpu({files, find_integrated_gpu(files).value()}, null_logger());
}

DeviceSample sample_of(const std::string& board) {
  return make(recorded(board)).collect({}).at(0);
}

std::optional<Absence> why(const DeviceSample& sample, const MetricSpec& spec) {
  const Reading* reading = sample.values.find(spec);
  return reading ? reading->absence() : std::nullopt;
}

TEST(JetsonGpuTest, ReadsOrinNanoAsAUser) {
  const DeviceSample sample = sample_of("orin-nano");
  const Values& values = sample.values;
  EXPECT_EQ(sample.state, DeviceState::ok);
  EXPECT_DOUBLE_EQ(values.get(gpu::kUtilization).value(), 43.7);
  EXPECT_EQ(values.get(gpu::kMemoryTotal), 7802420.0 * 1024);
  EXPECT_EQ(values.get(gpu::kMemoryUsed), (7802420.0 - 4211980) * 1024);
  EXPECT_EQ(values.get(gpu::kMemoryFree), 4211980.0 * 1024);
  EXPECT_DOUBLE_EQ(values.get(gpu::kTemperature).value(), 52.093);
  EXPECT_EQ(values.get(gpu::kTemperatureMax), 99.0);
  EXPECT_EQ(values.get(gpu::kTemperatureShutdown), 104.5);
  EXPECT_NEAR(values.get(gpu::kPowerUsage).value(), 5.008 * 0.432, 1e-9);
  EXPECT_EQ(why(sample, gpu::kPowerLimit), Absence::unsupported);
  EXPECT_EQ(why(sample, gpu::kPowerUsagePercent), Absence::unsupported);
  EXPECT_NEAR(values.get(gpu::kFanSpeed).value(), 30.98, 0.01);
  EXPECT_EQ(values.get(gpu::kFanRpm), 2140.0);
  EXPECT_EQ(values.get(gpu::kClockGpu), 612.0);
  EXPECT_EQ(values.get(gpu::kClockGpuMax), 1020.0);
  EXPECT_EQ(values.get(gpu::kClockVideo), 0.0);
  EXPECT_EQ(values.get(gpu::kThrottleReasons), 0.0);
  for (const MetricSpec* spec :
       {&gpu::kMemoryUtilization, &gpu::kClockMemory, &gpu::kClockMemoryMax}) {
    EXPECT_EQ(why(sample, *spec), Absence::denied) << spec->id;
  }
  EXPECT_EQ(sample.processes_absence, Absence::denied);
  EXPECT_EQ(why(sample, gpu::kEncoder), Absence::unsupported);
}

TEST(JetsonGpuTest, ReadsOrinNanoAsRoot) {
  const DeviceSample sample = sample_of("orin-nano-root");
  EXPECT_NEAR(sample.values.get(gpu::kMemoryUtilization).value(), 9.0, 0.001);
  EXPECT_EQ(sample.values.get(gpu::kClockMemory), 2133.0);
  EXPECT_EQ(sample.values.get(gpu::kClockMemoryMax), 3199.0);
  EXPECT_EQ(sample.values.get(gpu::kClockVideo), 0.0);
  EXPECT_FALSE(sample.processes_absence);
  ASSERT_EQ(sample.processes.size(), 3U);
  EXPECT_EQ(sample.processes[0].pid, 2114);
}

TEST(JetsonGpuTest, ReadsAgxOrin) {
  const DeviceSample user = sample_of("agx-orin");
  EXPECT_NEAR(user.values.get(gpu::kPowerUsage).value(), 4.968 * 4.320, 1e-9);
  EXPECT_NEAR(user.values.get(gpu::kPowerLimit).value(), 4.968 * 20, 1e-9);
  EXPECT_NEAR(user.values.get(gpu::kPowerUsagePercent).value(), 21.6, 1e-6);
  EXPECT_DOUBLE_EQ(user.values.get(gpu::kClockVideo).value(), 729.6);
  EXPECT_EQ(user.values.get(gpu::kThrottleReasons), 0x20);
  EXPECT_NEAR(user.values.get(gpu::kFanSpeed).value(), 100, 1e-9);
  const DeviceSample root = sample_of("agx-orin-root");
  EXPECT_NEAR(root.values.get(gpu::kMemoryUtilization).value(), 52.0, 0.001);
  EXPECT_THAT(root.processes, testing::SizeIs(2));
}

TEST(JetsonGpuTest, AGpuWithoutPowerIsIdleNotAsleep) {
  const DeviceSample sample = sample_of("xavier");
  EXPECT_EQ(sample.state, DeviceState::ok);
  EXPECT_EQ(sample.values.get(gpu::kUtilization), 0.0);
  EXPECT_EQ(why(sample, gpu::kTemperature), Absence::asleep);
  EXPECT_EQ(sample.values.get(gpu::kTemperatureMax), 88.0);
  EXPECT_EQ(sample.values.get(gpu::kTemperatureShutdown), 97.0);
  EXPECT_NEAR(sample.values.get(gpu::kFanSpeed).value(), 30.2, 0.01);
  EXPECT_EQ(sample.values.get(gpu::kFanRpm), 0.0);
  EXPECT_EQ(why(sample, gpu::kMemoryUtilization), Absence::denied);
  const DeviceSample root = sample_of("xavier-root");
  EXPECT_NEAR(root.values.get(gpu::kMemoryUtilization).value(), 2.4, 0.01);
  EXPECT_FALSE(root.processes_absence);
  EXPECT_THAT(root.processes, testing::IsEmpty());
}

TEST(JetsonGpuTest, EveryRowHasAValueInSomeTreeOrAReasonInAll) {
  const std::set<const MetricSpec*> never = {&gpu::kEncoder, &gpu::kDecoder};
  std::map<const MetricSpec*, int> values;
  for (const char* board :
       {"orin-nano", "orin-nano-root", "agx-orin", "agx-orin-root", "xavier", "xavier-root"}) {
    const DeviceSample sample = sample_of(board);
    for (const Row& row : rows()) {
      const Reading* reading = sample.values.find(*row.spec);
      ASSERT_NE(reading, nullptr) << row.spec->id;
      values[row.spec] += reading->value() ? 1 : 0;
      if (never.contains(row.spec)) {
        EXPECT_EQ(reading->absence(), Absence::unsupported);
      }
    }
  }
  for (const auto& [spec, count] : values) EXPECT_EQ(count > 0, !never.contains(spec)) << spec->id;
}

TEST(JetsonGpuTest, FollowsTheFiles) {
  const ScratchTree tree("orin-nano");
  JetsonGpu gpu = make(tree.files());
  const std::string device = "/sys/devices/platform/bus@0/17000000.gpu";
  tree.write(device + "/load", "1000\n");
  EXPECT_EQ(gpu.collect({}).at(0).values.get(gpu::kUtilization), 100.0);
  for (const char* garbage : {"1001", "-1", "", "x", "99999999999999999999"}) {
    tree.write(device + "/load", garbage);
    EXPECT_EQ(why(gpu.collect({}).at(0), gpu::kUtilization), Absence::invalid) << garbage;
  }
  tree.write(device + "/load", "10\n");
  EXPECT_EQ(gpu.collect({}).at(0).values.get(gpu::kUtilization), 1.0);
  tree.write("/proc/meminfo", "MemTotal: 10 kB\nMemAvailable: 11 kB\n");
  const DeviceSample odd = gpu.collect({}).at(0);
  EXPECT_EQ(why(odd, gpu::kMemoryUsed), Absence::invalid);
  EXPECT_EQ(odd.values.get(gpu::kMemoryTotal), 10240.0);
}

TEST(JetsonGpuTest, ALostDeviceTakesItsValuesAlong) {
  const ScratchTree tree("orin-nano");
  JetsonGpu gpu = make(tree.files());
  tree.remove("/sys/devices/platform/bus@0/17000000.gpu");
  const DeviceSample sample = gpu.collect({}).at(0);
  EXPECT_EQ(sample.state, DeviceState::lost);
  EXPECT_FALSE(sample.detail.empty());
  EXPECT_EQ(why(sample, gpu::kUtilization), Absence::lost);
  EXPECT_EQ(why(sample, gpu::kMemoryTotal), Absence::lost);
  EXPECT_EQ(sample.processes_absence, Absence::lost);
}

TEST(JetsonGpuTest, FindsSensorsWhoseDriverComesLater) {
  const ScratchTree tree("orin-nano");
  std::filesystem::rename(tree.path("/sys/class/hwmon"), tree.path("/sys/class/later"));
  JetsonGpu gpu = make(tree.files());
  const DevicePtr before = gpu.device();
  EXPECT_EQ(why(gpu.collect({}).at(0), gpu::kPowerUsage), Absence::unsupported);
  std::filesystem::rename(tree.path("/sys/class/later"), tree.path("/sys/class/hwmon"));
  tree.write("/sys/kernel/debug/nvmap/iovmm/clients", "user a 12 4K\n");
  gpu.collect_slow({});
  const DeviceSample sample = gpu.collect({}).at(0);
  EXPECT_TRUE(sample.values.get(gpu::kPowerUsage));
  EXPECT_THAT(sample.processes, testing::SizeIs(1));
  EXPECT_NE(gpu.device(), before);
  EXPECT_EQ(sample.device, gpu.device());
}

TEST(JetsonGpuTest, ADeviceAloneIsEnough) {
  const ScratchTree tree;
  tree.write("/proc/device-tree/compatible", "nvidia,tegra210");
  tree.write("/sys/devices/gpu.0/load", "500");
  const DeviceSample sample = make(tree.files()).collect({}).at(0);
  EXPECT_EQ(sample.values.get(gpu::kUtilization), 50.0);
  for (const Row& row : rows()) {
    if (row.spec != &gpu::kUtilization) {
      EXPECT_FALSE(sample.values.get(*row.spec)) << row.spec->id;
    }
  }
}

/// Runs as an ordinary user while it lives, where the test is run by root.
class AsUser {
 public:
  AsUser() {
    if (root_) changed_ = seteuid(65534) == 0;
  }
  ~AsUser() {
    if (changed_) changed_ = seteuid(0) != 0;
  }
  AsUser(const AsUser&) = delete;
  AsUser& operator=(const AsUser&) = delete;
  [[nodiscard]] bool is_user() const { return !root_ || changed_; }

 private:
  bool root_ = geteuid() == 0;
  bool changed_ = false;
};

TEST(JetsonGpuTest, AClosedDebugfsIsDenied) {
  const ScratchTree tree("orin-nano");
  tree.write("/sys/kernel/debug/bpmp/debug/clk/emc/rate", "2133000000");
  tree.write("/sys/kernel/debug/nvmap/iovmm/clients", "user a 12 4K\n");
  namespace fs = std::filesystem;
  const auto none = fs::perms::none;
  fs::permissions(tree.path("/sys/kernel/debug"), none);
  {
    const AsUser user;
    if (!user.is_user()) GTEST_SKIP() << "cannot give up root's rights";
    const DeviceSample sample = make(tree.files()).collect({}).at(0);
    EXPECT_EQ(why(sample, gpu::kClockMemory), Absence::denied);
    EXPECT_EQ(sample.processes_absence, Absence::denied);
    EXPECT_TRUE(sample.values.get(gpu::kUtilization));
  }
  fs::permissions(tree.path("/sys/kernel/debug"), fs::perms::owner_all);
}

}  // namespace
}  // namespace mimon::jetson
