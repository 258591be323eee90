#include "sampler/sampler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace mimon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const MetricSpec kLoad{.id = "load", .device = DeviceKind::host, .path = "load", .help = "Load."};
const MetricSpec kHeat{.id = "heat", .device = DeviceKind::gpu, .path = "heat", .help = "Heat."};
const MetricSpec kFull{.id = "full", .device = DeviceKind::mount, .path = "full", .help = "Full."};

DevicePtr device(DeviceKind kind, std::string id, int index = 0) {
  auto made = std::make_shared<Device>();
  made->kind = kind;
  made->id = std::move(id);
  made->index = index;
  return made;
}

class FakeHost final : public HostCollector {
 public:
  [[nodiscard]] std::string_view name() const override { return "fake"; }
  [[nodiscard]] CollectorStatus collect(Batch& batch) override {
    batch.of(host_).set(kLoad, static_cast<double>(batch.tick().number));
    return {"fake", true, ""};
  }

 private:
  DevicePtr host_ = device(DeviceKind::host, "host");
};

/// A GPU whose calls can be made to hang until released.
class FakeGpu final : public GpuCollector {
 public:
  explicit FakeGpu(int index)
      : device_(mimon::device(DeviceKind::gpu, "gpu/" + std::to_string(index), index)) {}
  [[nodiscard]] DevicePtr device() const override { return device_; }
  [[nodiscard]] std::vector<DeviceSample> collect(const Tick& tick) override {
    asked_ = true;
    asked_.notify_all();
    hang_.wait(true);
    DeviceSample sample;
    sample.device = device_;
    sample.wall = tick.wall;
    sample.mono = tick.mono;
    sample.values.set(kHeat, 40.0);
    return {sample};
  }
  void collect_slow(const Tick& /*tick*/) override {}

  void hang() { hang_ = true; }
  void wait_until_asked() const { asked_.wait(false); }
  void release() {
    hang_ = false;
    hang_.notify_all();
  }

 private:
  DevicePtr device_;
  std::atomic<bool> asked_ = false;
  std::atomic<bool> hang_ = false;
};

class FakeVendor final : public GpuVendor {
 public:
  explicit FakeVendor(std::vector<std::shared_ptr<GpuCollector>> gpus) : gpus_(std::move(gpus)) {}
  [[nodiscard]] std::string_view name() const override { return "fake"; }
  [[nodiscard]] Report discover() override {
    return {{"fake", VendorStatus::State::ok, "", "1"}, gpus_};
  }

 private:
  std::vector<std::shared_ptr<GpuCollector>> gpus_;
};

class SamplerTest : public testing::Test {
 protected:
  std::unique_ptr<Sampler> make_sampler(std::vector<std::shared_ptr<GpuCollector>> gpus,
                                        milliseconds deadline = seconds(10)) {
    Collectors collectors;
    collectors.host.push_back(std::make_unique<FakeHost>());
    collectors.vendors.push_back(std::make_unique<FakeVendor>(std::move(gpus)));
    SamplerOptions options;
    options.gpu_deadline = deadline;
    auto sampler = std::make_unique<Sampler>(options, clock_, null_logger(), std::move(collectors));
    sampler->wait_for_sources(seconds(10));
    return sampler;
  }
  ManualClock clock_;
};

TEST_F(SamplerTest, ATickHoldsHostAndGpus) {
  const auto sampler = make_sampler({std::make_shared<FakeGpu>(1), std::make_shared<FakeGpu>(0)});
  EXPECT_EQ(sampler->latest(), nullptr);
  const auto snapshot = sampler->tick();
  EXPECT_EQ(sampler->latest(), snapshot);
  EXPECT_EQ(snapshot->tick, 1U);
  ASSERT_EQ(snapshot->devices.size(), 3U);
  EXPECT_EQ(snapshot->devices[0]->device->id, "host");
  EXPECT_EQ(snapshot->devices[1]->device->id, "gpu/0");
  EXPECT_EQ(snapshot->find("gpu/1")->values.get(kHeat), 40.0);
  EXPECT_EQ(snapshot->vendors.at(0).state, VendorStatus::State::ok);
}

TEST_F(SamplerTest, AGpuThatHangsCostsOnlyItself) {
  const auto bad = std::make_shared<FakeGpu>(0);
  Collectors collectors;
  collectors.host.push_back(std::make_unique<FakeHost>());
  collectors.vendors.push_back(std::make_unique<FakeVendor>(
      std::vector<std::shared_ptr<GpuCollector>>{bad, std::make_shared<FakeGpu>(1)}));
  SamplerOptions options;
  options.gpu_deadline = milliseconds(100);
  Sampler sampler(options, clock_, null_logger(), std::move(collectors));
  sampler.wait_for_sources(seconds(10));
  while (!sampler.tick()->find("gpu/0")->values.get(kHeat)) clock_.advance(milliseconds(100));

  bad->hang();
  clock_.advance(seconds(1));
  auto snapshot = sampler.tick();
  EXPECT_EQ(snapshot->find("gpu/0")->state, DeviceState::ok);
  while (snapshot->find("gpu/0")->state == DeviceState::ok) {
    clock_.advance(seconds(1));
    snapshot = sampler.tick();
  }
  EXPECT_EQ(snapshot->find("gpu/0")->state, DeviceState::unresponsive);
  EXPECT_EQ(snapshot->find("gpu/0")->values.find(kHeat)->absence(), Absence::unresponsive);
  EXPECT_EQ(snapshot->find("gpu/0")->detail, "The driver has not answered for 3 s.");
  EXPECT_EQ(snapshot->find("host")->values.get(kLoad), static_cast<double>(snapshot->tick));

  bad->release();
  do {
    clock_.advance(milliseconds(100));
    snapshot = sampler.tick();
  } while (snapshot->find("gpu/0")->state != DeviceState::ok);
  EXPECT_EQ(snapshot->find("gpu/0")->values.get(kHeat), 40.0);
}

TEST_F(SamplerTest, SeveralThatHangKeepNobodyWaiting) {
  const std::vector<std::shared_ptr<FakeGpu>> bad{std::make_shared<FakeGpu>(0),
                                                  std::make_shared<FakeGpu>(1)};
  for (const auto& gpu : bad) gpu->hang();
  const auto sampler = make_sampler({bad[0], bad[1], std::make_shared<FakeGpu>(2)}, seconds(1));
  const auto snapshot = sampler->tick();
  EXPECT_EQ(snapshot->find("gpu/0")->state, DeviceState::stale);
  EXPECT_EQ(snapshot->find("gpu/1")->state, DeviceState::stale);
  EXPECT_EQ(snapshot->find("gpu/2")->values.get(kHeat), 40.0);
  for (const auto& gpu : bad) gpu->release();
}

TEST_F(SamplerTest, EndsWhileAGpuHangs) {
  const auto bad = std::make_shared<FakeGpu>(0);
  bad->hang();
  Collectors collectors;
  collectors.vendors.push_back(
      std::make_unique<FakeVendor>(std::vector<std::shared_ptr<GpuCollector>>{bad}));
  SamplerOptions options;
  options.gpu_deadline = milliseconds(1);
  {
    Sampler sampler(options, clock_, null_logger(), std::move(collectors));
    sampler.wait_for_sources(seconds(10));
    const auto snapshot = sampler.tick();
    EXPECT_EQ(snapshot->find("gpu/0")->state, DeviceState::stale);
    EXPECT_EQ(snapshot->find("gpu/0")->detail, "Waiting for the first sample.");
    bad->wait_until_asked();
    EXPECT_FALSE(sampler.stop());
  }
  bad->release();
}

TEST_F(SamplerTest, AStallSkipsTickNumbers) {
  const auto sampler = make_sampler({});
  EXPECT_EQ(sampler->tick()->tick, 1U);
  clock_.advance(seconds(1));
  EXPECT_EQ(sampler->tick()->tick, 2U);
  clock_.advance(seconds(60));
  EXPECT_EQ(sampler->tick()->tick, 62U);
}

TEST_F(SamplerTest, RunsByItselfAndTellsListeners) {
  const SystemClock clock;
  Collectors collectors;
  collectors.host.push_back(std::make_unique<FakeHost>());
  SamplerOptions options;
  options.interval = milliseconds(20);
  Sampler sampler(options, clock, null_logger(), std::move(collectors));
  std::promise<SnapshotPtr> heard;
  bool first = true;
  sampler.add_listener([&](const SnapshotPtr& snapshot) {
    if (std::exchange(first, false)) heard.set_value(snapshot);
  });
  sampler.start();
  const auto snapshot = heard.get_future().get();
  EXPECT_GE(snapshot->tick, 3U);
  EXPECT_GE(sampler.latest()->tick, snapshot->tick);
  sampler.stop();
}

/// A collector of host metrics that hangs until released.
class HangingMounts final : public SlowHostCollector {
 public:
  explicit HangingMounts(std::shared_ptr<std::atomic<bool>> hang) : hang_(std::move(hang)) {}
  [[nodiscard]] std::string_view name() const override { return "mounts"; }
  [[nodiscard]] milliseconds period() const override { return milliseconds(10); }
  [[nodiscard]] CollectorStatus collect(Batch& batch) override {
    hang_->wait(true);
    batch.of(device(DeviceKind::mount, "mount//")).set(kFull, 50.0);
    if (!std::exchange(answered_, true)) return {"mounts", true, ""};
    *hang_ = true;
    hang_->notify_all();
    return {"mounts", true, ""};
  }

 private:
  std::shared_ptr<std::atomic<bool>> hang_;
  bool answered_ = false;
};

TEST_F(SamplerTest, AMountThatHangsGoesStale) {
  auto hang = std::make_shared<std::atomic<bool>>(false);
  Collectors collectors;
  collectors.host.push_back(std::make_unique<FakeHost>());
  collectors.slow_host.push_back(std::make_unique<HangingMounts>(hang));
  Sampler sampler({}, clock_, null_logger(), std::move(collectors));
  sampler.wait_for_sources(seconds(10));
  hang->wait(false);
  EXPECT_EQ(sampler.tick()->find("mount//")->values.get(kFull), 50.0);
  clock_.advance(seconds(1));
  const auto snapshot = sampler.tick();
  EXPECT_EQ(snapshot->find("mount//")->state, DeviceState::stale);
  EXPECT_EQ(snapshot->find("mount//")->values.find(kFull)->absence(), Absence::stale);
  EXPECT_FALSE(snapshot->collectors.at(1).ok);
  *hang = false;
  hang->notify_all();
}

}  // namespace
}  // namespace mimon
