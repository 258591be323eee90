#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/linux/collectors.h"
#include "collectors/linux/disk_identity.h"
#include "collectors/linux/host_device.h"
#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Optional;

constexpr double kMiB = 1024 * 1024;

class DiskTest : public testing::Test {
 protected:
  void start(std::string_view fixture) {
    if (!fixture.empty()) tree.overlay(fixture);
    const FileTree files = tree.files();
    ticker.emplace(make_disk_collector({files, null_logger(), host_device(files)}));
    ticker->tick();
  }

  TestTree tree;
  std::optional<Ticker> ticker;
};

TEST_F(DiskTest, WholeDisksOnce) {
  start("workstation");
  EXPECT_THAT(ticker->ids(DeviceKind::disk), ElementsAre("disk/nvme0n1", "disk/sda", "disk/sdb"));
  EXPECT_EQ(ticker->value("disk/nvme0n1", "read_bytes"), 80000000.0 * 512);
  EXPECT_EQ(ticker->value("host", "disk_io.read_bytes"), (80000000.0 + 2 * 90000) * 512);
  EXPECT_EQ(ticker->absence("host", "disk_io.read_rate"), Absence::not_ready);
  const Device& disk = *ticker->device("disk/nvme0n1");
  EXPECT_EQ(info_text(disk, kDiskModel), "Samsung SSD 990 PRO 2TB");
  EXPECT_EQ(*disk.find_info(kDiskSize), InfoValue(std::int64_t{3907029168} * 512));
  EXPECT_EQ(*disk.find_info(kDiskRotational), InfoValue(false));
}

TEST_F(DiskTest, RatesLatencyAndBusyTime) {
  start("workstation");
  tree.overlay("workstation-later");
  ticker->tick();
  EXPECT_EQ(ticker->value("disk/nvme0n1", "read_rate"), 25 * kMiB);
  EXPECT_EQ(ticker->value("disk/nvme0n1", "write_rate"), 10 * kMiB);
  EXPECT_EQ(ticker->value("disk/nvme0n1", "read_ops_rate"), 200);
  EXPECT_EQ(ticker->value("disk/nvme0n1", "write_ops_rate"), 100);
  EXPECT_EQ(ticker->value("disk/nvme0n1", "utilization"), 25);
  EXPECT_THAT(ticker->value("disk/nvme0n1", "latency"), Optional(DoubleNear(0.001, 1e-12)));
  EXPECT_EQ(ticker->value("disk/nvme0n1", "queue"), 3);
  EXPECT_THAT(ticker->value("disk/sda", "latency"), Optional(DoubleNear(0.009, 1e-12)));
  EXPECT_EQ(ticker->value("host", "disk_io.read_rate"), 25 * kMiB + 2 * 800 * 512);
  ticker->tick();
  EXPECT_EQ(ticker->value("disk/sda", "read_rate"), 0);
  EXPECT_EQ(ticker->absence("disk/sda", "latency"), Absence::not_ready) << "nothing was read";
}

TEST_F(DiskTest, ADiskThatComesBackStartsAnew) {
  const std::string sda = "8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n";
  tree.write("/proc/diskstats", sda + "8 16 sdb 9 0 8000 1 1 0 8 1 0 1 1\n");
  start("");
  tree.write("/proc/diskstats", sda);
  ticker->tick();
  EXPECT_THAT(ticker->ids(DeviceKind::disk), ElementsAre("disk/sda"));
  EXPECT_EQ(ticker->value("host", "disk_io.read_rate"), 0) << "not negative";
  tree.write("/proc/diskstats", sda + "8 16 sdb 99 0 99000 1 1 0 8 1 0 1 1\n");
  ticker->tick();
  EXPECT_EQ(ticker->absence("disk/sdb", "read_rate"), Absence::not_ready);
  EXPECT_EQ(ticker->value("host", "disk_io.read_rate"), 0) << "no spike";
  EXPECT_EQ(ticker->value("host", "disk_io.read_bytes"), (8.0 + 99000) * 512);
}

/// Two namespaces of one subsystem, the first by two controllers; lines as the kernel has them.
class MultipathTest : public DiskTest {
 protected:
  static std::string line(const std::string& name, int reads) {
    const std::string n = std::to_string(reads);
    return "259 0 " + name + " " + n + " 0 " + n + " " + n + " 0 0 0 0 " +
           (reads > 0 ? "1 " : "0 ") + n + " " + n + "\n";
  }
  void disk(const std::string& name, bool hidden) const {
    tree.write("/sys/block/" + name + "/size", "1000\n");
    tree.write("/sys/block/" + name + "/hidden", hidden ? "1\n" : "0\n");
  }
  MultipathTest() {
    for (const auto* path : {"nvme1c1n1", "nvme1c3n1", "nvme1c1n2"}) disk(path, true);
    for (const auto* head : {"nvme1n1", "nvme1n2"}) disk(head, false);
  }
  void write(int first, int second) const {
    tree.write("/proc/diskstats", line("nvme1c1n1", 300) + line("nvme1n1", first) +
                                      line("nvme1c3n1", 50) + line("nvme1c1n2", 7) +
                                      line("nvme1n2", second));
  }
};

TEST_F(MultipathTest, PathsAreNoDisks) {
  write(350, 7);
  start("");
  EXPECT_THAT(ticker->ids(DeviceKind::disk), ElementsAre("disk/nvme1n1", "disk/nvme1n2"));
  EXPECT_EQ(ticker->value("disk/nvme1n1", "read_ops"), 350);
  EXPECT_EQ(ticker->value("host", "disk_io.read_ops"), 357);
}

TEST_F(MultipathTest, PathsCountWhereTheirDiskDoesNot) {
  write(0, 0);
  start("");
  EXPECT_EQ(ticker->value("disk/nvme1n1", "read_ops"), 350);
  EXPECT_EQ(ticker->value("disk/nvme1n1", "queue"), 2);
  EXPECT_EQ(ticker->value("disk/nvme1n2", "read_ops"), 7);
  EXPECT_EQ(ticker->value("host", "disk_io.read_ops"), 357);
}

TEST_F(MultipathTest, TheTemperatureIsThatOfAController) {
  write(350, 7);
  tree.write("/sys/block/nvme1c3n1/device/hwmon2/temp1_input", "41850\n");
  start("");
  for (int i = 0; i < 1000 && !ticker->value("disk/nvme1n1", "temperature"); ++i) ticker->tick();
  EXPECT_EQ(ticker->value("disk/nvme1n1", "temperature"), 41.85);
  EXPECT_EQ(ticker->absence("disk/nvme1n2", "temperature"), Absence::unsupported);
}

TEST_F(DiskTest, HiddenDisksAreNotListed) {
  tree.write("/proc/diskstats", "8 0 sda 1 0 8 1 1 0 8 1 0 1 1\n8 16 sdb 1 0 8 1 1 0 8 1 0 1 1\n");
  tree.write("/sys/block/sda/size", "8\n");
  tree.write("/sys/block/sdb/size", "8\n");
  tree.write("/sys/block/sdb/hidden", "1\n");
  start("");
  EXPECT_THAT(ticker->ids(DeviceKind::disk), ElementsAre("disk/sda"));
}

TEST_F(DiskTest, AMediumIsNoticed) {
  start("workstation");
  tree.write("/sys/block/sdc/size", "1000\n");
  for (int i = 0; i < 31; ++i) ticker->tick();
  EXPECT_NE(ticker->device("disk/sdc"), nullptr);
}

TEST_F(DiskTest, NonsenseIsAbsent) {
  start("broken");
  EXPECT_THAT(ticker->ids(DeviceKind::disk), ElementsAre("disk/sda", "disk/sdb"));
  EXPECT_EQ(ticker->absence("disk/sda", "read_ops"), Absence::invalid);
  EXPECT_EQ(ticker->value("disk/sda", "read_bytes"), 80000.0 * 512);
  EXPECT_EQ(ticker->absence("disk/sdb", "write_rate"), Absence::invalid);
  EXPECT_EQ(ticker->value("host", "disk_io.read_bytes"), 80000.0 * 512);
}

TEST_F(DiskTest, OddNamesBecomeText) {
  tree.write("/proc/diskstats", "8 0 \xff\x01 1 0 8 1 1 0 8 1 0 1 1\n");
  start("");
  EXPECT_THAT(ticker->ids(DeviceKind::disk), ElementsAre("disk/\uFFFD\uFFFD"));
}

TEST_F(DiskTest, WithoutDisks) {
  tree.write("/proc/diskstats", "7 0 loop0 1 0 8 1 1 0 8 1 0 1 1\n");
  start("");
  EXPECT_TRUE(ticker->status().front().ok);
  EXPECT_EQ(ticker->absence("host", "disk_io.read_bytes"), Absence::unsupported);
  tree.remove("/proc");
  start("");
  EXPECT_FALSE(ticker->status().front().ok);
  EXPECT_EQ(ticker->absence("host", "disk_io.read_rate"), Absence::unsupported);
}

TEST(DiskRole, ByNameWhereSysfsIsMissing) {
  const TestTree tree;
  for (const auto* part : {"sda1", "nvme0n1p2", "mmcblk0p1", "dm-0", "md127", "loop3", "zram0"}) {
    EXPECT_EQ(disk_role(tree.files(), part), DiskRole::part) << part;
  }
  for (const auto* whole : {"sda", "nvme0n1", "mmcblk0", "vda", "xvdb", "nbd1"}) {
    EXPECT_EQ(disk_role(tree.files(), whole), DiskRole::whole) << whole;
  }
}

TEST(DiskRole, PathsOfADisk) {
  EXPECT_EQ(disk_behind("nvme10c11n12"), "nvme10n12");
  for (const auto* other : {"nvme0n1", "nvme0c1n", "nvmec1n1", "nvme0c1n1p2", "sda", ""}) {
    EXPECT_EQ(disk_behind(other), "") << other;
  }
  EXPECT_EQ(disk_role(TestTree().files(), "nvme0c1n1"), DiskRole::path) << "without sysfs, too";
}

TEST(DiskRole, SlashesInNames) {
  const TestTree tree;
  tree.write("/sys/block/cciss!c0d0/size", "4\n");
  EXPECT_EQ(disk_role(tree.files(), "cciss/c0d0"), DiskRole::whole);
  EXPECT_EQ(disk_role(tree.files(), "cciss/c0d0p1"), DiskRole::part);
}

}  // namespace
}  // namespace mimon::host
