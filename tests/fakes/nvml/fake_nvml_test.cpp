#include <gmock/gmock.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "nvml_fixture.h"

// Scenarios as a program sees them through the raw ABI: devices, values, faults.

namespace mimon::fake_nvml_test {
namespace {

using nvml_abi::ClockType;
using nvml_abi::Memory;
using nvml_abi::TemperatureSensor;
using nvml_abi::Utilization;
using testing::HasSubstr;
using testing::StartsWith;

class FakeNvml : public NvmlFixture {
 protected:
  Utilization utilization(Device device) const {
    return value<Utilization>("nvmlDeviceGetUtilizationRates", device);
  }
  unsigned temperature(Device device) const {
    unsigned celsius = 0;
    EXPECT_EQ(call<nvml_abi::DeviceGetTemperatureFn>("nvmlDeviceGetTemperature", device,
                                                     TemperatureSensor::gpu, &celsius),
              Return::success);
    return celsius;
  }
  unsigned clock(const char* name, Device device, ClockType type) const {
    unsigned mhz = 0;
    EXPECT_EQ(call<nvml_abi::DeviceGetClockInfoFn>(name, device, type, &mhz), Return::success);
    return mhz;
  }
};

TEST_F(FakeNvml, SaysThatItIsSimulated) {
  ASSERT_EQ(start("one"), Return::success);
  EXPECT_EQ(call<int (*)()>("mimon_fake_nvml_is_simulated"), 1);
}

TEST_F(FakeNvml, RefusesCallsBeforeInitAndAfterShutdown) {
  ASSERT_EQ(start("one"), Return::success);
  const Device device = gpu(0);
  ASSERT_EQ(init(), Return::success);
  EXPECT_EQ(call<nvml_abi::ShutdownFn>("nvmlShutdown"), Return::success);
  EXPECT_EQ(count(), 1u);
  EXPECT_EQ(call<nvml_abi::ShutdownFn>("nvmlShutdown"), Return::success);
  Utilization rates{};
  EXPECT_EQ(get("nvmlDeviceGetUtilizationRates", device, rates), Return::uninitialized);
  unsigned number = 0;
  EXPECT_EQ(call<nvml_abi::DeviceGetCountFn>("nvmlDeviceGetCount_v2", &number),
            Return::uninitialized);
  EXPECT_EQ(call<nvml_abi::ShutdownFn>("nvmlShutdown"), Return::uninitialized);
}

TEST_F(FakeNvml, IdentifiesItsDriverAndCard) {
  ASSERT_EQ(start("one"), Return::success);
  std::array<char, 80> version{};
  EXPECT_EQ(call<nvml_abi::SystemTextFn>("nvmlSystemGetDriverVersion", version.data(), 80u),
            Return::success);
  EXPECT_STREQ(version.data(), "550.54.15");
  EXPECT_EQ(call<nvml_abi::SystemTextFn>("nvmlSystemGetDriverVersion", version.data(), 9u),
            Return::insufficient_size);
  int cuda = 0;
  EXPECT_EQ(
      call<nvml_abi::SystemGetCudaDriverVersionFn>("nvmlSystemGetCudaDriverVersion_v2", &cuda),
      Return::success);
  EXPECT_EQ(cuda, 12040);
  EXPECT_EQ(text("nvmlDeviceGetName", gpu(0)), "NVIDIA H100 80GB HBM3");
  EXPECT_THAT(text("nvmlDeviceGetUUID", gpu(0)), StartsWith("GPU-"));
  const auto pci = value<nvml_abi::PciInfo>("nvmlDeviceGetPciInfo_v3", gpu(0));
  EXPECT_STREQ(pci.bus_id, "00000000:18:00.0");
  EXPECT_EQ(pci.pci_device_id, 0x233010deu);
  Device again = nullptr;
  EXPECT_EQ(call<nvml_abi::DeviceGetHandleByPciFn>("nvmlDeviceGetHandleByPciBusId_v2", pci.bus_id,
                                                   &again),
            Return::success);
  EXPECT_EQ(again, gpu(0));
}

TEST_F(FakeNvml, EightDifferInIdentityAndLoad) {
  ASSERT_EQ(start("eight"), Return::success);
  ASSERT_EQ(count(), 8u);
  at(60);
  std::set<std::string> uuids;
  std::set<std::string> buses;
  for (unsigned i = 0; i < 8; ++i) {
    uuids.insert(text("nvmlDeviceGetUUID", gpu(i)));
    buses.insert(value<nvml_abi::PciInfo>("nvmlDeviceGetPciInfo_v3", gpu(i)).bus_id);
  }
  EXPECT_EQ(uuids.size(), 8u);
  EXPECT_EQ(buses.size(), 8u);
  EXPECT_GT(utilization(gpu(0)).gpu, 80u);
  EXPECT_LT(utilization(gpu(7)).gpu, 3u);
  EXPECT_EQ(value<unsigned long long>("nvmlDeviceGetCurrentClocksThrottleReasons", gpu(7)),
            nvml_abi::kThrottleGpuIdle);
  Device none = nullptr;
  EXPECT_EQ(call<nvml_abi::DeviceGetHandleByIndexFn>("nvmlDeviceGetHandleByIndex_v2", 8u, &none),
            Return::invalid_argument);
}

TEST_F(FakeNvml, ValuesMoveTogetherAndStayInRange) {
  ASSERT_EQ(start("one"), Return::success);
  const Device device = gpu(0);
  std::set<unsigned> seen;
  for (int second = 0; second < 200; ++second) {
    at(second);
    const Utilization rates = utilization(device);
    seen.insert(rates.gpu);
    EXPECT_LE(rates.gpu, 100u);
    const auto memory = value<Memory>("nvmlDeviceGetMemoryInfo", device);
    EXPECT_EQ(memory.total, memory.used + memory.free);
    const unsigned power = value("nvmlDeviceGetPowerUsage", device);
    EXPECT_LE(power, value("nvmlDeviceGetEnforcedPowerLimit", device));
    EXPECT_NEAR(power, 72'000 + 5'700 * rates.gpu, 50'000) << second;
    EXPECT_GT(temperature(device), 25u);
    EXPECT_LT(temperature(device), 75u);
    EXPECT_LE(clock("nvmlDeviceGetClockInfo", device, ClockType::sm),
              clock("nvmlDeviceGetMaxClockInfo", device, ClockType::sm));
  }
  EXPECT_GT(seen.size(), 12u);
}

TEST_F(FakeNvml, TheSameSecondGivesTheSameValues) {
  ASSERT_EQ(start("one"), Return::success);
  at(50.5);
  const auto energy = value<unsigned long long>("nvmlDeviceGetTotalEnergyConsumption", gpu(0));
  const unsigned power = value("nvmlDeviceGetPowerUsage", gpu(0));
  at(400);
  EXPECT_GT(value<unsigned long long>("nvmlDeviceGetTotalEnergyConsumption", gpu(0)), energy);
  at(50.5);
  EXPECT_EQ(value<unsigned long long>("nvmlDeviceGetTotalEnergyConsumption", gpu(0)), energy);
  EXPECT_EQ(value("nvmlDeviceGetPowerUsage", gpu(0)), power);
}

TEST_F(FakeNvml, EnergyIsTheIntegralOfPower) {
  ASSERT_EQ(start("one"), Return::success);
  at(40);
  const auto before = value<unsigned long long>("nvmlDeviceGetTotalEnergyConsumption", gpu(0));
  double sum = 0;
  for (int second = 40; second < 100; ++second) {
    at(second + 0.5);
    sum += value("nvmlDeviceGetPowerUsage", gpu(0));
  }
  at(100);
  const auto after = value<unsigned long long>("nvmlDeviceGetTotalEnergyConsumption", gpu(0));
  EXPECT_NEAR(static_cast<double>(after - before), sum, sum / 100);
}

TEST_F(FakeNvml, ZeroDevices) {
  ASSERT_EQ(start("zero"), Return::success);
  EXPECT_EQ(count(), 0u);
}

TEST_F(FakeNvml, DriverMismatchStaysOrRecovers) {
  EXPECT_EQ(start("driver_mismatch"), Return::lib_rm_version_mismatch);
  at(1e6);
  EXPECT_EQ(init(), Return::lib_rm_version_mismatch);
  EXPECT_STREQ(call<nvml_abi::ErrorStringFn>("nvmlErrorString", Return::lib_rm_version_mismatch),
               "Driver/library version mismatch");
  EXPECT_EQ(start("driver_recovers"), Return::lib_rm_version_mismatch);
  at(20);
  EXPECT_EQ(init(), Return::success);
  EXPECT_EQ(count(), 1u);
}

TEST_F(FakeNvml, NoDriver) {
  EXPECT_EQ(start("no_driver"), Return::driver_not_loaded);
}

TEST_F(FakeNvml, UnknownScenarioFailsInit) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(start("nothing_like_it"), Return::unknown);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("nothing_like_it.toml"));
}

TEST_F(FakeNvml, MisspeltKeyFailsInit) {
  const std::filesystem::path file = testing::TempDir() + "/misspelt.toml";
  std::ofstream(file) << "[driver]\nversion = '550.1'\n[[gpu]]\npahse = 3\n";
  testing::internal::CaptureStderr();
  EXPECT_EQ(start(file), Return::unknown);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("unknown key 'pahse'"));
}

TEST_F(FakeNvml, EveryScenarioCanBeRead) {
  namespace fs = std::filesystem;
  for (const auto& entry : fs::directory_iterator(MIMON_SOURCE_DIR "/tests/fakes/nvml/scenarios")) {
    if (entry.path().extension() != ".toml" || entry.path().stem() == "init_hangs") continue;
    const Return result = start(entry.path().stem());
    EXPECT_NE(result, Return::unknown) << entry.path();
    if (result != Return::success) continue;
    EXPECT_EQ(call<nvml_abi::ShutdownFn>("nvmlShutdown"), Return::success);
  }
}

TEST_F(FakeNvml, HangingInitAnswersWhenItsTimeIsUp) {
  std::atomic<bool> done = false;
  Return result = Return::unknown;
  ASSERT_EQ(start("zero"), Return::success);
  ASSERT_EQ(call<nvml_abi::ShutdownFn>("nvmlShutdown"), Return::success);
  setenv("MIMON_FAKE_NVML_SCENARIO", "init_hangs", 1);
  std::thread caller([&] {
    result = init();
    done = true;
  });
  at(29);
  EXPECT_FALSE(done);
  for (int second = 30; !done; ++second) {
    at(second);
    std::this_thread::yield();
  }
  caller.join();
  EXPECT_EQ(result, Return::success);
}

TEST_F(FakeNvml, ManyThreadsMayCallAtOnce) {
  ASSERT_EQ(start("eight"), Return::success);
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (unsigned i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 200; ++round) {
        Utilization rates{};
        unsigned long long energy = 0;
        Device device = nullptr;
        const bool good =
            init() == Return::success &&
            call<nvml_abi::DeviceGetHandleByIndexFn>("nvmlDeviceGetHandleByIndex_v2", i % 2,
                                                     &device) == Return::success &&
            get("nvmlDeviceGetUtilizationRates", device, rates) == Return::success &&
            get("nvmlDeviceGetTotalEnergyConsumption", device, energy) == Return::success &&
            call<nvml_abi::ShutdownFn>("nvmlShutdown") == Return::success;
        if (!good) ++failures;
      }
    });
  }
  for (int second = 0; second < 50; ++second) at(second);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
}

TEST_F(FakeNvml, MixedBoxDiffersInWhatItHas) {
  ASSERT_EQ(start("mixed"), Return::success);
  ASSERT_EQ(count(), 3u);
  unsigned percent = 0;
  EXPECT_EQ(get("nvmlDeviceGetFanSpeed", gpu(0), percent), Return::not_supported);
  EXPECT_EQ(get("nvmlDeviceGetFanSpeed", gpu(1), percent), Return::success);
  EXPECT_EQ(value("nvmlDeviceGetNumFans", gpu(1)), 2u);
  nvml_abi::EnableState on{};
  const auto ecc = [&](unsigned index) {
    return call<nvml_abi::DeviceGetEccModeFn>("nvmlDeviceGetEccMode", gpu(index), &on, &on);
  };
  EXPECT_EQ(ecc(0), Return::success);
  EXPECT_EQ(ecc(1), Return::not_supported);
  Utilization rates{};
  EXPECT_EQ(get("nvmlDeviceGetUtilizationRates", gpu(2), rates), Return::not_supported);
  EXPECT_GT(temperature(gpu(2)), 20u);
}

TEST_F(FakeNvml, UnsupportedLeavesIdentityAndMemory) {
  ASSERT_EQ(start("unsupported"), Return::success);
  EXPECT_EQ(text("nvmlDeviceGetName", gpu(0)), "GeForce GTX 1060 6GB");
  EXPECT_GT(value<Memory>("nvmlDeviceGetMemoryInfo", gpu(0)).total, 0u);
  Utilization rates{};
  EXPECT_EQ(get("nvmlDeviceGetUtilizationRates", gpu(0), rates), Return::not_supported);
  unsigned power = 0;
  EXPECT_EQ(get("nvmlDeviceGetPowerUsage", gpu(0), power), Return::not_supported);
}

TEST_F(FakeNvml, DeniedIsNoPermission) {
  ASSERT_EQ(start("denied"), Return::success);
  ASSERT_EQ(count(), 2u);
  unsigned processes = 0;
  nvml_abi::ProcessInfoV2* none = nullptr;
  EXPECT_EQ(call<nvml_abi::DeviceGetRunningProcessesV2Fn>("nvmlDeviceGetComputeRunningProcesses_v3",
                                                          gpu(0), &processes, none),
            Return::no_permission);
  Device device = nullptr;
  EXPECT_EQ(call<nvml_abi::DeviceGetHandleByIndexFn>("nvmlDeviceGetHandleByIndex_v2", 1u, &device),
            Return::no_permission);
}

TEST_F(FakeNvml, LostGpuComesBackAndTheOtherNeverNotices) {
  ASSERT_EQ(start("lost_returns"), Return::success);
  const Device device = gpu(1);
  const Device other = gpu(0);
  unsigned power = 0;
  for (const double second : {19.9, 20.0, 59.9, 60.0}) {
    at(second);
    const bool gone = second >= 20 && second < 60;
    EXPECT_EQ(get("nvmlDeviceGetPowerUsage", device, power),
              gone ? Return::gpu_is_lost : Return::success)
        << second;
    EXPECT_EQ(get("nvmlDeviceGetPowerUsage", other, power), Return::success);
  }
}

TEST_F(FakeNvml, HangingCallAnswersWhenItsTimeIsUp) {
  ASSERT_EQ(start("hang"), Return::success);
  const Device device = gpu(1);
  const Device other = gpu(0);
  at(12);
  Return result = Return::unknown;
  unsigned power = 0;
  std::atomic<bool> done = false;
  std::thread caller([&] {
    result = get("nvmlDeviceGetPowerUsage", device, power);
    done = true;
  });
  EXPECT_GT(value("nvmlDeviceGetPowerUsage", other), 0u);
  at(41.9);
  EXPECT_GT(value("nvmlDeviceGetPowerUsage", other), 0u);
  EXPECT_FALSE(done);
  for (int second = 42; !done; ++second) {
    at(second);
    std::this_thread::yield();
  }
  caller.join();
  EXPECT_EQ(result, Return::success);
  at(100);
  EXPECT_EQ(get("nvmlDeviceGetPowerUsage", device, power), Return::success);
}

TEST_F(FakeNvml, GarbageComesThroughUntouched) {
  ASSERT_EQ(start("garbage"), Return::success);
  EXPECT_EQ(utilization(gpu(0)).gpu, 4294967295u);
  EXPECT_EQ(temperature(gpu(0)), 4294967295u);
  const auto memory = value<Memory>("nvmlDeviceGetMemoryInfo", gpu(0));
  EXPECT_GT(memory.used, memory.total);
  EXPECT_THAT(text("nvmlDeviceGetName", gpu(0)), HasSubstr("\xff"));
}

TEST_F(FakeNvml, UnifiedMemoryHasNoMemoryInfo) {
  ASSERT_EQ(start("unified"), Return::success);
  Memory memory{};
  EXPECT_EQ(get("nvmlDeviceGetMemoryInfo", gpu(0), memory), Return::not_supported);
  at(30);
  EXPECT_GT(utilization(gpu(0)).gpu, 0u);
}

TEST_F(FakeNvml, TracePlaysTheRecordingInALoop) {
  ASSERT_EQ(start("trace"), Return::success);
  at(0);
  EXPECT_EQ(utilization(gpu(0)).gpu, 2u);
  EXPECT_EQ(value("nvmlDeviceGetPowerUsage", gpu(0)), 31800u);
  EXPECT_EQ(value<Memory>("nvmlDeviceGetMemoryInfo", gpu(0)).used, 410ull << 20);
  at(3.5);
  EXPECT_EQ(utilization(gpu(0)).gpu, 11u);
  EXPECT_EQ(clock("nvmlDeviceGetClockInfo", gpu(0), ClockType::mem), 10251u);
  at(90);
  EXPECT_EQ(utilization(gpu(0)).gpu, 2u);
}

}  // namespace
}  // namespace mimon::fake_nvml_test
