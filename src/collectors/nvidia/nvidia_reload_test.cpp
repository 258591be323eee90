#include <gmock/gmock.h>

#include "collectors/nvidia/fake_driver.h"

namespace mimon::nvidia {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using State = VendorStatus::State;

constexpr std::string_view kGone = R"(
  [driver]
  version = "550.54.15"
  cuda = 12040
  [[gpu]]
  card = "h100"
  [gpu.returns]
  handle = "LIB_RM_VERSION_MISMATCH"
)";

constexpr std::string_view kUpgraded = R"(
  [driver]
  version = "560.35.03"
  cuda = 12060
  [[gpu]]
  card = "h100"
  count = 2
)";

TEST(NvidiaReload, TakesUpAnUpgradedDriver) {
  FakeDriver driver("one");
  driver.write_scenario(kGone);
  const auto vendor = driver.vendor();
  const auto gone = vendor->discover();
  EXPECT_EQ(gone.status.state, State::failed);
  EXPECT_THAT(gone.status.detail, HasSubstr("mismatch"));
  EXPECT_THAT(gone.gpus, IsEmpty());
  EXPECT_EQ(gone.status.version, "");
  driver.write_scenario(kUpgraded);
  const auto back = vendor->discover();
  EXPECT_EQ(back.status.state, State::ok);
  EXPECT_EQ(back.status.version, "560.35.03");
  EXPECT_THAT(back.gpus, SizeIs(2));
}

TEST(NvidiaReload, StaysLoadedWhileAGpuIsInUse) {
  FakeDriver driver("one");
  auto vendor = driver.vendor();
  const auto gpu = vendor->discover().gpus.at(0);
  vendor.reset();
  EXPECT_EQ(driver.beat(*gpu).at(0).state, DeviceState::ok);
}

}  // namespace
}  // namespace mimon::nvidia
