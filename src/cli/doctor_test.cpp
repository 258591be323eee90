#include "cli/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "metrics/gpu_metrics.h"

namespace mimon::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

Catalog gpu_catalog() {
  const auto all = gpu::all_metrics();
  return Catalog({all.begin(), all.end()});
}

Snapshot with_gpu(DeviceState state, const std::string& detail) {
  auto device = std::make_shared<Device>();
  device->kind = DeviceKind::gpu;
  device->id = "gpu/0";
  device->name = "Example GPU";
  auto sample = std::make_shared<DeviceSample>();
  sample->device = device;
  sample->state = state;
  sample->detail = detail;
  sample->values.set(gpu::kUtilization, 5.0);
  sample->values.set(gpu::kFanSpeed, Absence::denied);
  if (state != DeviceState::ok) sample->values.make_absent(Absence::lost);
  Snapshot snapshot;
  snapshot.devices.push_back(sample);
  return snapshot;
}

TEST(Doctor, SaysWhatIsMonitoredAndWhatIsNot) {
  const auto diagnosis = diagnose(with_gpu(DeviceState::ok, ""), gpu_catalog());
  EXPECT_TRUE(diagnosis.monitors_anything);
  EXPECT_THAT(diagnosis.text, HasSubstr("[ok]   gpu/0 (Example GPU): 1 values"));
  EXPECT_THAT(diagnosis.text, HasSubstr("no fan_speed: no permission"));
}

TEST(Doctor, SaysWhyADeviceIsNotMonitored) {
  const auto diagnosis = diagnose(with_gpu(DeviceState::lost, "Fell off the bus."), gpu_catalog());
  EXPECT_FALSE(diagnosis.monitors_anything);
  EXPECT_THAT(diagnosis.text,
              HasSubstr("[!]    gpu/0 (Example GPU): 0 values, lost: Fell off the bus."));
  EXPECT_THAT(diagnosis.text, HasSubstr("Nothing can be monitored"));
}

TEST(Doctor, SaysHowDriversFare) {
  Snapshot snapshot;
  snapshot.vendors = {{"nvidia", VendorStatus::State::failed, "Versions do not match.", ""},
                      {"jetson", VendorStatus::State::absent, "", ""}};
  const auto diagnosis = diagnose(snapshot, gpu_catalog());
  EXPECT_THAT(diagnosis.text, HasSubstr("[!]    nvidia: Versions do not match."));
  EXPECT_THAT(diagnosis.text, HasSubstr("[none] jetson"));
}

}  // namespace
}  // namespace mimon::cli
