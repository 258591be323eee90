#include "api/comparison_outliers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/gpu_metrics.h"

namespace mimon::api {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

/// GPUs of one model, all of them busy and alike.
class Outliers : public testing::Test {
 protected:
  explicit Outliers(int count = 4) {
    for (int index = 0; index < count; ++index) {
      auto device = std::make_shared<Device>();
      device->index = index;
      device->name = "Example GPU";
      samples_.emplace_back();
      samples_.back().device = device;
      for (const auto& [spec, value] : kAlike) set(index, *spec, value);
    }
  }

  void set(int gpu, const MetricSpec& spec, double value) {
    samples_[static_cast<std::size_t>(gpu)].values.set(spec, value);
  }

  void hide(int gpu, const MetricSpec& spec) {
    samples_[static_cast<std::size_t>(gpu)].values.set(spec, Absence::unsupported);
  }

  void rename(int gpu) {
    auto device = std::make_shared<Device>();
    device->index = gpu;
    device->name = "Other GPU";
    samples_[static_cast<std::size_t>(gpu)].device = device;
  }

  std::vector<std::string> found() const {
    std::vector<const DeviceSample*> gpus;
    for (const DeviceSample& sample : samples_) gpus.push_back(&sample);
    std::vector<std::string> lines;
    for (const Outlier& outlier : find_outliers(gpus)) {
      lines.push_back(std::to_string(outlier.gpu->device->index) + " " + std::string(outlier.kind) +
                      ": " + outlier.reason);
    }
    return lines;
  }

 private:
  inline static const std::pair<const MetricSpec*, double> kAlike[] = {
      {&gpu::kUtilization, 95},   {&gpu::kClockGpu, 1800},  {&gpu::kPcieWidth, 16},
      {&gpu::kPcieGeneration, 5}, {&gpu::kTemperature, 65}, {&gpu::kThrottleReasons, 4}};

  std::vector<DeviceSample> samples_;
};

TEST_F(Outliers, AreNotFoundAmongEquals) {
  set(1, gpu::kClockGpu, 1640);
  set(1, gpu::kTemperature, 74);
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Outliers, TellALowerClockAndItsCause) {
  set(2, gpu::kClockGpu, 1200);
  set(2, gpu::kThrottleReasons, 0x44);
  EXPECT_THAT(found(), ElementsAre("2 lower_clock: The GPU clock, 1200 MHz, is 33% below that of "
                                   "its peers, 1800 MHz. Slowed by the hardware: too hot."));
}

TEST_F(Outliers, SayNothingOfPeersThatDoNotTell) {
  set(0, gpu::kThrottleReasons, 0x20);
  for (int peer = 1; peer < 4; ++peer) hide(peer, gpu::kThrottleReasons);
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Outliers, TellASlowdownThatMostPeersDoNotHave) {
  set(0, gpu::kThrottleReasons, 0x20);
  EXPECT_THAT(found(), ElementsAre(HasSubstr("0 throttled: Slowed by the driver")));
  set(1, gpu::kThrottleReasons, 0x20);
  set(2, gpu::kThrottleReasons, 0x20);
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Outliers, TakeAPowerLimitForNormal) {
  for (int gpu : {1, 2, 3}) set(gpu, gpu::kThrottleReasons, 0);
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Outliers, TellANarrowerAndAnOlderLink) {
  set(1, gpu::kPcieWidth, 8);
  set(3, gpu::kPcieGeneration, 3);
  EXPECT_THAT(found(), ElementsAre("1 narrower_link: The PCIe link has 8 lanes; those of its "
                                   "peers have 16.",
                                   HasSubstr("3 narrower_link: The PCIe link runs at generation "
                                             "3; those of its peers at 5.")));
}

TEST_F(Outliers, TellAHotterGpu) {
  set(3, gpu::kTemperature, 79);
  EXPECT_THAT(found(), ElementsAre("3 hotter: At 79°C it is 14°C hotter than its peers."));
}

TEST_F(Outliers, LeaveOutWhoRestsOrIsOfAnotherModel) {
  set(1, gpu::kUtilization, 5);
  set(1, gpu::kClockGpu, 345);
  rename(2);
  set(2, gpu::kClockGpu, 1000);
  set(2, gpu::kTemperature, 90);
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Outliers, CompareWithTheOneOtherOfAPair) {
  set(0, gpu::kUtilization, 0);
  set(1, gpu::kUtilization, 0);
  set(2, gpu::kClockGpu, 900);
  EXPECT_THAT(found(), ElementsAre(HasSubstr("2 lower_clock")));
}

}  // namespace
}  // namespace mimon::api
