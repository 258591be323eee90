#include "collectors/nvidia/pci_power.h"

#include <gtest/gtest.h>

namespace mimon::nvidia {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr MonoTime kStart{std::chrono::hours(1)};

TEST(PciPower, FolderOfAPciDevice) {
  EXPECT_EQ(pci_folder("00000000:3B:00.0"), "/sys/bus/pci/devices/0000:3b:00.0");
  EXPECT_EQ(pci_folder("0001:AF:1F.2"), "/sys/bus/pci/devices/0001:af:1f.2");
  EXPECT_EQ(pci_folder(""), "");
  EXPECT_EQ(pci_folder("odd"), "");
}

TEST(PciPower, NoDeviceSleepsWhereThereIsNone) {
  const FileTree nothing("/nonexistent");
  EXPECT_TRUE(nvidia_pci_addresses(nothing).empty());
  EXPECT_FALSE(is_suspended(nothing, "/sys/bus/pci/devices/0000:3b:00.0"));
  EXPECT_FALSE(is_suspended(nothing, ""));
}

TEST(Drowse, RestsAfterIdling) {
  Drowse drowse;
  drowse.answered(true, true, kStart);
  drowse.answered(true, true, kStart + Drowse::kIdle - seconds(1));
  EXPECT_FALSE(drowse.resting(kStart + Drowse::kIdle - seconds(1)));
  drowse.answered(true, true, kStart + Drowse::kIdle);
  EXPECT_TRUE(drowse.resting(kStart + Drowse::kIdle + seconds(1)));
  EXPECT_FALSE(drowse.resting(kStart + Drowse::kIdle + Drowse::kRest));
}

TEST(Drowse, WorkKeepsItAwake) {
  Drowse drowse;
  for (int second = 0; second < 60; ++second) {
    drowse.answered(second % 9 != 0, true, kStart + seconds(second));
    EXPECT_FALSE(drowse.resting(kStart + seconds(second)));
  }
}

/// Answers idle once a second until it rests; when that was, at most a day later.
MonoTime idle_until_rest(Drowse& drowse, MonoTime from) {
  MonoTime now = from;
  while (!drowse.resting(now) && now < from + std::chrono::days(1)) {
    now += seconds(1);
    drowse.answered(true, true, now);
  }
  return now;
}

TEST(Drowse, TriesLessAndLessOftenWhereItNeverSleeps) {
  Drowse drowse;
  MonoTime rest = idle_until_rest(drowse, kStart);
  for (const int pause : {5, 10, 20, 40, 60, 60}) {
    const MonoTime again = rest + Drowse::kRest;
    rest = idle_until_rest(drowse, again);
    EXPECT_GE(rest - again, minutes(pause));
    EXPECT_LE(rest - again, minutes(pause) + seconds(2));
  }
}

TEST(Drowse, SleepMakesItTrySoonAgain) {
  Drowse drowse;
  const MonoTime rest = idle_until_rest(drowse, kStart);
  drowse.slept();
  EXPECT_FALSE(drowse.resting(rest));
  EXPECT_LE(idle_until_rest(drowse, rest) - rest, Drowse::kIdle + seconds(2));
}

}  // namespace
}  // namespace mimon::nvidia
