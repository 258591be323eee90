#include "simulation/simulated_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>

#include "base/version.h"
#include "metrics/gpu_derive.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"

namespace mimon::simulation {
namespace {

constexpr double kGpuMemory = 85'520'809'984;  // an H100's
constexpr double kRam = 0x1p40;
constexpr double kCores = 192;
constexpr double kPowerLimit = 700;
constexpr double kIdlePower = 72;
constexpr double kClock = 1980;
constexpr double kSlowdown = 87;   ///< °C from which on the clock is held back
constexpr double kThermal = 0x20;  ///< the driver's thermal slowdown, among the throttle reasons
constexpr double kIdleReason = 0x1;

/// Of a thousand GPUs, so many run hot, and so many are lost.
constexpr int kHot = 8;
constexpr int kLost = 1;

store::remote::HostIdentity identity_of(int number) {
  return {fmt::format("sim-{:04}", number), "", std::string(kVersion), true};
}

DevicePtr make_host(const std::string& name) {
  Device device;
  device.kind = DeviceKind::host;
  device.id = "host";
  device.name = name;
  device.simulated = true;
  return std::make_shared<const Device>(std::move(device));
}

DevicePtr make_gpu(int host, int index) {
  Device device;
  device.kind = DeviceKind::gpu;
  device.id = fmt::format("gpu/{}", index);
  device.index = index;
  // One host in five is of an older make.
  device.name = host % 5 == 0 ? "NVIDIA A100-SXM4-80GB" : "NVIDIA H100 80GB HBM3";
  device.simulated = true;
  device.info.push_back(
      {&gpu::kUuid, fmt::format("GPU-51300000-{:04x}-4000-8000-{:012x}", index, host)});
  device.info.push_back({&gpu::kPciBusId, fmt::format("00000000:{:02X}:00.0", 0x18 + index)});
  return std::make_shared<const Device>(std::move(device));
}

}  // namespace

SimulatedHost::SimulatedHost(int number, int gpus, const Catalog& catalog)
    : identity_(identity_of(number)),
      training_(static_cast<std::uint32_t>(number), gpus),
      host_(make_host(identity_.host)) {
  std::minstd_rand random(static_cast<std::uint32_t>(number) * 40503U + 7);
  for (int index = 0; index < gpus; ++index) {
    Gpu gpu;
    gpu.device = make_gpu(number, index);
    const auto fate = static_cast<int>(random() % 1000);
    gpu.lost = fate < kLost;
    gpu.warmth = fate < kLost + kHot ? 24 : static_cast<double>(random() % 60) / 10;
    gpus_.push_back(gpu);
  }
  static constexpr std::array<std::string_view, host_metrics> kIds{
      "cpu.percent",      "ram.used",          "ram.total",
      "ram.used_percent", "disk_io.read_rate", "cpu.load_average.1m"};
  for (std::size_t i = 0; i < kIds.size(); ++i)
    specs_.at(i) = catalog.find(DeviceKind::host, kIds.at(i));
}

Snapshot SimulatedHost::sample(WallTime now, double seconds) {
  training_.advance(seconds);
  Snapshot snapshot;
  snapshot.tick = ++tick_;
  snapshot.wall = now;
  snapshot.devices.reserve(gpus_.size() + 1);
  snapshot.devices.push_back(host_sample(now));
  for (Gpu& gpu : gpus_) snapshot.devices.push_back(gpu_sample(gpu, now, seconds));
  return snapshot;
}

DeviceSamplePtr SimulatedHost::host_sample(WallTime now) {
  auto sample = std::make_shared<DeviceSample>();
  sample->device = host_;
  sample->wall = now;
  const double busy = training_.cpu();
  const double used = kRam * training_.memory();
  const std::array<double, host_metrics> values{
      100 * busy, used, kRam, 100 * used / kRam, training_.reading(), kCores * busy};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (specs_.at(i) != nullptr) sample->values.set(*specs_.at(i), values.at(i));
  }
  return sample;
}

DeviceSamplePtr SimulatedHost::gpu_sample(Gpu& gpu, WallTime now, double seconds) {
  auto sample = std::make_shared<DeviceSample>();
  sample->device = gpu.device;
  sample->wall = now;
  const GpuWork work = training_.work(gpu.device->index);
  if (gpu.lost) {
    sample->state = DeviceState::lost;
    sample->detail = "The GPU is lost (simulated).";
    return sample;
  }
  fill(sample->values, gpu, work, seconds);
  return sample;
}

void SimulatedHost::fill(Values& values, Gpu& gpu, const GpuWork& work, double seconds) {
  const double busy = work.utilization;
  const double power = kIdlePower + (kPowerLimit - kIdlePower) * 0.9 * busy;
  const double target = 31 + gpu.warmth + 36 * power / kPowerLimit;
  gpu.temperature += (target - gpu.temperature) * std::min(1.0, seconds / 25);
  gpu.energy += power * seconds;
  const bool slowed = gpu.temperature > kSlowdown;
  const double clock = slowed ? 1200 : busy > 0 ? kClock - 60 * busy : 345;
  values.set(gpu::kUtilization, 100 * busy);
  values.set(gpu::kMemoryUtilization, 55 * busy);
  values.set(gpu::kSmActivity, 88 * busy);
  values.set(gpu::kSmOccupancy, 41 * busy);
  values.set(gpu::kTensorActivity, 52 * busy);
  values.set(gpu::kDramActivity, 49 * busy);
  values.set(gpu::kMemoryUsed, kGpuMemory * work.memory);
  values.set(gpu::kMemoryTotal, kGpuMemory);
  values.set(gpu::kMemoryFree, kGpuMemory * (1 - work.memory));
  values.set(gpu::kTemperature, gpu.temperature);
  values.set(gpu::kTemperatureMax, 90);
  values.set(gpu::kTemperatureMemory, gpu.temperature + 7);
  values.set(gpu::kPowerUsage, power);
  values.set(gpu::kPowerLimit, kPowerLimit);
  values.set(gpu::kEnergy, gpu.energy);
  values.set(gpu::kClockGpu, clock);
  values.set(gpu::kClockSm, clock);
  values.set(gpu::kClockMemory, 2619);
  values.set(gpu::kClockGpuMax, kClock);
  values.set(gpu::kClockMemoryMax, 2619);
  values.set(gpu::kPcieGeneration, 5);
  values.set(gpu::kPcieWidth, 16);
  values.set(gpu::kPcieTx, 1.2e9 * busy);
  values.set(gpu::kPcieRx, 2.8e9 * busy);
  values.set(gpu::kNvlinkTx, 9e10 * busy);
  values.set(gpu::kNvlinkRx, 9e10 * busy);
  values.set(gpu::kEncoder, 0);
  values.set(gpu::kDecoder, 0);
  values.set(gpu::kThrottleReasons, slowed ? kThermal : busy > 0 ? 0 : kIdleReason);
  values.set(gpu::kPerformanceState, 0);
  values.set(gpu::kEccCorrected, 0);
  values.set(gpu::kEccUncorrected, 0);
  values.set(gpu::kXidCount, 0);
  gpu::derive(values);
}

}  // namespace mimon::simulation
