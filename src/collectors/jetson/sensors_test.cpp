#include <gtest/gtest.h>

#include "collectors/jetson/clocks.h"
#include "collectors/jetson/fan.h"
#include "collectors/jetson/test_tree.h"
#include "collectors/jetson/thermal.h"
#include "collectors/jetson/throttle.h"

namespace mimon::jetson {
namespace {

constexpr const char* kZone = "/sys/class/thermal/thermal_zone1/";

TEST(ThermalTest, AnOfflineSensorSleeps) {
  const ScratchTree tree;
  tree.write(std::string(kZone) + "type", "gpu-thermal\n");
  tree.write(std::string(kZone) + "temp", "52093\n");
  const Source temperature = gpu_temperature(tree.files());
  EXPECT_DOUBLE_EQ(temperature().value.value(), 52.093);
  tree.write(std::string(kZone) + "temp", "-256000\n");
  EXPECT_EQ(temperature().value, std::nullopt);
  EXPECT_EQ(temperature().why, Absence::asleep);
  tree.write(std::string(kZone) + "temp", "-5000\n");
  EXPECT_EQ(temperature().value, -5.0);
  for (const char* garbage : {"", "hot", "999999999", "1e3", "52.1"}) {
    tree.write(std::string(kZone) + "temp", garbage);
    EXPECT_EQ(temperature().why, Absence::invalid) << garbage;
    EXPECT_FALSE(temperature().value) << garbage;
  }
  tree.remove(std::string(kZone) + "temp");
  EXPECT_FALSE(temperature().value);
}

TEST(ThermalTest, TheKernelsTryAgainIsSleepToo) {
  EXPECT_EQ(absence_of(errno_error(EAGAIN, "temp")), Absence::asleep);
  EXPECT_EQ(absence_of(errno_error(EIO, "temp")), Absence::failed);
}

TEST(ThermalTest, TakesTheLowestTripOfItsKind) {
  const ScratchTree tree;
  EXPECT_EQ(gpu_trip(tree.files(), "passive")().why, Absence::unsupported);
  tree.write(std::string(kZone) + "type", "GPU-therm\n");
  const auto trip = [&](const std::string& number, const char* kind, const char* at) {
    tree.write(kZone + ("trip_point_" + number) + "_type", kind);
    tree.write(kZone + ("trip_point_" + number) + "_temp", at);
  };
  trip("0", "critical", "104500");
  trip("1", "passive", "-274000");
  trip("2", "passive", "99000");
  trip("3", "passive", "105000");
  trip("4", "active", "51000");
  EXPECT_EQ(gpu_trip(tree.files(), "passive")().value, 99.0);
  EXPECT_EQ(gpu_trip(tree.files(), "critical")().value, 104.5);
}

TEST(FanTest, DutyIsOf255) {
  const ScratchTree tree;
  EXPECT_EQ(fan_speed(tree.files())().why, Absence::unsupported);
  tree.write("/sys/class/hwmon/hwmon0/name", "pwmfan");
  tree.write("/sys/class/hwmon/hwmon0/pwm1", "255");
  const Source speed = fan_speed(tree.files());
  EXPECT_NEAR(speed().value.value(), 100, 1e-9);
  tree.write("/sys/class/hwmon/hwmon0/pwm1", "256");
  EXPECT_EQ(speed().why, Absence::invalid);
  EXPECT_FALSE(fan_rpm(tree.files())().value);
  tree.write("/sys/class/hwmon/hwmon0/fan1_input", "1200");
  EXPECT_EQ(fan_rpm(tree.files())().value, 1200.0);
}

constexpr const char* kAlert = "/sys/class/thermal/cooling_device2/";
constexpr const char* kOver = "/sys/class/hwmon/hwmon3/";

TEST(ThrottleTest, NamesWhatHolds) {
  const ScratchTree tree;
  EXPECT_EQ(throttle_reasons(tree.files())().why, Absence::unsupported);
  tree.write(std::string(kAlert) + "type", "gpu-throttle-alert");
  tree.write(std::string(kAlert) + "cur_state", "0");
  tree.write("/sys/class/thermal/cooling_device3/type", "devfreq-17000000.gpu");
  tree.write("/sys/class/thermal/cooling_device3/cur_state", "0");
  const Source reasons = throttle_reasons(tree.files());
  EXPECT_EQ(reasons().value, 0.0);
  tree.write(std::string(kAlert) + "cur_state", "1");
  EXPECT_EQ(reasons().value, 0x40);
  tree.write("/sys/class/thermal/cooling_device3/cur_state", "3");
  EXPECT_EQ(reasons().value, 0x60);
  tree.write(std::string(kAlert) + "cur_state", "");
  EXPECT_EQ(reasons().value, 0x20);
  tree.write("/sys/class/thermal/cooling_device3/cur_state", "");
  EXPECT_FALSE(reasons().value);
}

TEST(ThrottleTest, AGrowingEventCountBrakes) {
  const ScratchTree tree;
  tree.write(std::string(kOver) + "name", "soctherm_oc");
  tree.write(std::string(kOver) + "oc1_throt_en", "0");
  tree.write(std::string(kOver) + "oc1_event_cnt", "5");
  tree.write(std::string(kOver) + "oc3_throt_en", "1");
  tree.write(std::string(kOver) + "oc3_event_cnt", "37");
  const Source reasons = throttle_reasons(tree.files());
  EXPECT_EQ(reasons().value, 0.0);
  tree.write(std::string(kOver) + "oc1_event_cnt", "9");
  EXPECT_EQ(reasons().value, 0.0);
  tree.write(std::string(kOver) + "oc3_event_cnt", "38");
  EXPECT_EQ(reasons().value, 0x80);
  EXPECT_EQ(reasons().value, 0.0);
  tree.write(std::string(kOver) + "oc3_event_cnt", "0");
  EXPECT_EQ(reasons().value, 0.0);
}

TEST(ClocksTest, MemoryActivityIsBusyOfAllCycles) {
  const ScratchTree tree;
  EXPECT_EQ(memory_activity(tree.files())().why, Absence::denied);
  tree.write("/sys/kernel/debug/cactmon/mc_all", "100000");
  EXPECT_EQ(memory_activity(tree.files())().why, Absence::unsupported);
  tree.write("/sys/kernel/debug/bpmp/debug/clk/emc/rate", "2000000000");
  const Source activity = memory_activity(tree.files());
  EXPECT_DOUBLE_EQ(activity().value.value(), 5.0);
  tree.write("/sys/kernel/debug/cactmon/mc_all", "2100000");
  EXPECT_EQ(activity().value, 100.0);
  tree.write("/sys/kernel/debug/cactmon/mc_all", "9000000000");
  EXPECT_EQ(activity().why, Absence::invalid);
  tree.write("/sys/kernel/debug/bpmp/debug/clk/emc/rate", "0");
  EXPECT_FALSE(activity().value);
}

TEST(ClocksTest, MemoryClockMayBeInDevfreq) {
  const ScratchTree tree;
  tree.write("/sys/class/devfreq/bwmgr/cur_freq", "4266000000");
  tree.write("/sys/class/devfreq/bwmgr/max_freq", "4266000000");
  EXPECT_EQ(memory_clock(tree.files())().value, 4266.0);
  EXPECT_EQ(memory_clock_max(tree.files())().value, 4266.0);
}

TEST(ClocksTest, AStoppedVideoEngineHasNoClock) {
  const ScratchTree tree;
  const std::string clock = "/sys/kernel/debug/clk/";
  tree.write(clock + "nvenc/clk_rate", "729600000");
  tree.write(clock + "nvenc/clk_enable_count", "0");
  tree.write(clock + "nvenc/clk_max_rate", "18446744073709551615");
  tree.write(clock + "nvdec/clk_rate", "601600000");
  tree.write(clock + "nvdec/clk_enable_count", "0");
  tree.write(clock + "nvdec/clk_max_rate", "1075200000");
  const Source video = video_clock(tree.files());
  EXPECT_EQ(video().value, 0.0);
  tree.write(clock + "nvdec/clk_enable_count", "1");
  EXPECT_DOUBLE_EQ(video().value.value(), 601.6);
  EXPECT_DOUBLE_EQ(video_clock_max(tree.files())().value.value(), 1075.2);
  tree.write(clock + "nvenc/clk_enable_count", "1");
  EXPECT_DOUBLE_EQ(video().value.value(), 729.6);
  tree.write(clock + "nvenc/clk_rate", "fast");
  EXPECT_DOUBLE_EQ(video().value.value(), 601.6);
  tree.write(clock + "nvdec/clk_rate", "");
  EXPECT_EQ(video().why, Absence::invalid);
}

}  // namespace
}  // namespace mimon::jetson
