#include "collectors/linux/filesystem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/statvfs.h>

#include <condition_variable>
#include <mutex>

#include "collectors/linux/mounts.h"
#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

using std::chrono::milliseconds;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::Optional;

class FilesystemTest : public testing::Test {
 protected:
  void start(std::string_view fixture) {
    if (!fixture.empty()) tree.overlay(fixture);
    ticker.emplace(make_filesystem_collector({tree.files(), null_logger(), nullptr}));
    ticker->tick();
  }

  TestTree tree;
  std::optional<Ticker> ticker;
};

TEST_F(FilesystemTest, RealFileSystemsOnce) {
  start("workstation");
  EXPECT_THAT(ticker->ids(DeviceKind::mount),
              ElementsAre("mount//", "mount//boot/efi", "mount//data", "mount//media/My Disk",
                          "mount//mnt/nas", "mount//tank/home"));
  EXPECT_TRUE(ticker->status().front().ok);
}

TEST_F(FilesystemTest, KnowsWhereElseTheyAreMounted) {
  start("workstation");
  EXPECT_EQ(info_text(*ticker->device("mount//data"), kMountAlsoAt), "/srv/bind/of/data");
  EXPECT_EQ(ticker->device("mount//")->find_info(kMountAlsoAt), nullptr);
}

TEST_F(FilesystemTest, CountsAsDfDoes) {
  start("workstation");
  EXPECT_EQ(ticker->value("mount//", "total"), 500e9);
  EXPECT_EQ(ticker->value("mount//", "used"), 300e9);
  EXPECT_EQ(ticker->value("mount//", "free"), 174.5e9);
  EXPECT_THAT(ticker->value("mount//", "percent"), Optional(DoubleNear(63.22, 0.01)));
  EXPECT_THAT(ticker->value("mount//tank/home", "inodes_percent"), Optional(10));
  EXPECT_EQ(ticker->absence("mount//boot/efi", "inodes_percent"), Absence::unsupported);
}

TEST_F(FilesystemTest, SaysWhatIsMounted) {
  start("workstation");
  const Device& disk = *ticker->device("mount//media/My Disk");
  EXPECT_EQ(info_text(disk, kMountSource), "/dev/sdb2");
  EXPECT_EQ(info_text(disk, kMountType), "ntfs3");
  EXPECT_EQ(*disk.find_info(kMountReadOnly), InfoValue(true));
}

TEST_F(FilesystemTest, AReadOnlyViewIsNoReadOnlyFileSystem) {
  tree.write("/proc/self/mounts", "/dev/sda1 / ext4 ro 0 0\n/dev/sdb1 /archive ext4 ro 0 0\n");
  tree.write("/proc/self/mountinfo",
             "29 1 8:1 / / ro,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro\n"
             "30 29 8:17 / /archive ro,relatime - ext4 /dev/sdb1 ro\n");
  start("");
  EXPECT_EQ(*ticker->device("mount//")->find_info(kMountReadOnly), InfoValue(false));
  EXPECT_EQ(*ticker->device("mount//archive")->find_info(kMountReadOnly), InfoValue(true));
}

TEST_F(FilesystemTest, AContainerShowsItsRootAndItsVolumes) {
  start("container");
  EXPECT_THAT(ticker->ids(DeviceKind::mount), ElementsAre("mount//", "mount//models"));
  EXPECT_EQ(ticker->value("mount//models", "free"), 35e9);
}

TEST_F(FilesystemTest, ARecordedTreeWithoutFiguresSaysSo) {
  tree.write("/proc/1/mounts", "/dev/sda1 / ext4 rw 0 0\n");
  start("");
  EXPECT_EQ(ticker->absence("mount//", "total"), Absence::unsupported);
  tree.remove("/proc/1");
  start("");
  EXPECT_FALSE(ticker->status().front().ok);
}

TEST_F(FilesystemTest, NonsenseIsAbsent) {
  tree.write("/.statvfs", "/bad 100 200 10 1 1\n");
  start("broken");
  EXPECT_THAT(ticker->ids(DeviceKind::mount), ElementsAre("mount//", "mount//bad\\04x"));
  EXPECT_EQ(ticker->absence("mount//", "used"), Absence::invalid);
  tree.write("/.statvfs", "/ 100 200 50 10 5 \n");
  ticker->tick();
  EXPECT_EQ(ticker->absence("mount//", "used"), Absence::invalid) << "more free than there is";
  EXPECT_EQ(ticker->absence("mount//", "percent"), Absence::invalid);
  tree.write("/.statvfs", "/ 100 50 50 10 5\n");
  ticker->tick();
  EXPECT_EQ(ticker->value("mount//", "used"), 50);
}

TEST_F(FilesystemTest, OddNamesBecomeText) {
  tree.write("/proc/self/mounts", "/dev/sda1 /caf\xe9\\011 ext4 rw 0 0\n");
  start("");
  EXPECT_THAT(ticker->ids(DeviceKind::mount), ElementsAre("mount//caf\uFFFD\uFFFD"));
}

/// A server that answers when told to.
struct DeadServer {
  std::mutex mutex;
  std::condition_variable changed;
  bool answers = false;
  int calls = 0;
};

class DeadMountTest : public testing::Test {
 protected:
  DeadMountTest() {
    tree.write("/proc/self/mounts",
               "/dev/sda1 / ext4 rw 0 0\nnas:/a /mnt/a nfs rw 0 0\nnas:/b /mnt/b nfs rw 0 0\n"
               "/dev/sdb1 /mnt/a/scratch ext4 rw 0 0\n");
    const AskUsage ask = [server = server](const std::string& point) -> Result<MountUsage> {
      if (point.starts_with("/mnt/a")) {
        std::unique_lock lock(server->mutex);
        if (point == "/mnt/a") ++server->calls;
        server->changed.wait(lock, [&] { return server->answers; });
      }
      return MountUsage{.total = 10, .free = 5, .available = 5};
    };
    // Without patience a healthy server, too, may be late for a tick.
    ticker.emplace(
        make_filesystem_collector({tree.files(), null_logger(), nullptr}, ask, milliseconds(200)));
  }
  ~DeadMountTest() override { answer(); }
  void answer() const {
    const std::lock_guard lock(server->mutex);
    server->answers = true;
    server->changed.notify_all();
  }

  TestTree tree;
  std::shared_ptr<DeadServer> server = std::make_shared<DeadServer>();
  std::optional<Ticker> ticker;
};

TEST_F(DeadMountTest, CostsOnlyItself) {
  ticker->tick();
  EXPECT_EQ(ticker->absence("mount//mnt/a", "used"), Absence::unresponsive);
  EXPECT_EQ(ticker->absence("mount//mnt/a/scratch", "used"), Absence::unresponsive);
  EXPECT_EQ(ticker->value("mount//", "used"), 5);
  EXPECT_FALSE(ticker->status().front().ok);
  EXPECT_EQ(ticker->status().front().detail, "does not answer: /mnt/a, /mnt/a/scratch");
  while (ticker->value("mount//mnt/b", "used") != 5) ticker->tick();
}

TEST_F(DeadMountTest, IsAskedOnceAndComesBack) {
  for (int i = 0; i < 3; ++i) ticker->tick();
  {
    const std::lock_guard lock(server->mutex);
    EXPECT_LE(server->calls, 1);
  }
  answer();
  while (ticker->value("mount//mnt/a", "used") != 5) ticker->tick();
  EXPECT_TRUE(ticker->status().front().ok);
}

TEST(Mounts, ALaterMountCoversAnEarlierOne) {
  const auto mounts = parse_mounts(
      "systemd-1 /mnt/nas autofs rw 0 0\nnas:/x /mnt/nas nfs4 ro 0 0\n/dev/sda1 / ext4 rw,ro 0 "
      "0\n");
  ASSERT_EQ(mounts.size(), 2U);
  EXPECT_EQ(mounts[0].type, "nfs4");
  EXPECT_TRUE(mounts[0].read_only);
  EXPECT_FALSE(mounts[1].read_only);
}

TEST(Mounts, TheLongerTableIsRead) {
  const auto mounts = parse_mountinfo(
      "36 35 98:0 /sub /mnt\\0402 rw,noatime master:1 shared:7 - ext3 /dev/root ro,errors=x\n"
      "37 35 0:0 / /a ro - 9p tag rw\n38 35 8:1 / /b rw - ext4 /dev/sda1 rw\n39 35 8:1 / /cut "
      "rw\n");
  ASSERT_EQ(mounts.size(), 3U);
  EXPECT_EQ(mounts[0], (Mount{"/dev/root", "/mnt 2", "ext3", true, "98:0"}));
  EXPECT_EQ(mounts[1], (Mount{"tag", "/a", "9p", false})) << "0:0 is no device";
  EXPECT_EQ(mounts[2], (Mount{"/dev/sda1", "/b", "ext4", false, "8:1"}));
}

std::vector<std::string> points_of(std::string_view mountinfo) {
  std::vector<std::string> points;
  for (Mount& mount :
       real_mounts(parse_mountinfo(mountinfo), [](const std::string&) { return true; })) {
    points.push_back(std::move(mount.point));
  }
  return points;
}

TEST(Mounts, AreOfOneFileSystemByItsDevice) {
  EXPECT_THAT(points_of("1 0 8:1 / /data rw - ext4 /dev/sda1 rw\n"
                        "2 0 8:1 /sub /srv/data rw - ext4 /dev/disk/by-label/data rw\n"
                        "3 0 0:50 / /a rw - fuse.rclone remote: rw\n"
                        "4 0 0:51 / /b rw - fuse.rclone remote: rw\n"
                        "5 0 0:51 /x /bind/of/b rw - fuse.rclone remote: rw\n"),
              ElementsAre("/a", "/b", "/data"));
}

TEST(Mounts, ThatAServerGivesUnderSeveralNamesAreSeveral) {
  EXPECT_THAT(points_of("1 0 0:60 / /home/ada rw - nfs4 nas:/home/ada rw\n"
                        "2 0 0:60 / /home/bob rw - nfs4 nas:/home/bob rw\n"
                        "3 0 0:60 / /mnt/home/ada rw - nfs4 nas:/home/ada rw\n"),
              ElementsAre("/home/ada", "/home/bob"));
}

TEST(Mounts, OfClustersAreSeen) {
  for (const std::string type : {"beegfs", "wekafs", "gpfs", "panfs", "orangefs", "pvfs2", "vboxsf",
                                 "smb2", "lustre", "gfs2", "ocfs2"}) {
    const auto mounts = parse_mountinfo("1 0 0:70 / /scratch rw - " + type + " cluster rw\n");
    const auto real = real_mounts(mounts, [](const std::string&) { return false; });
    ASSERT_EQ(real.size(), 1U) << type;
    EXPECT_TRUE(real[0].may_hang) << type;
  }
}

TEST(Mounts, BelowOneThatMayHangMayHangToo) {
  const auto real = real_mounts(parse_mounts("nas:/root / nfs rw 0 0\n"
                                             "nas:/a /mnt/a nfs rw 0 0\n"
                                             "portal /run/doc fuse.portal rw 0 0\n"
                                             "/dev/sda1 /mnt/a/scratch ext4 rw 0 0\n"
                                             "/dev/sdb1 /mnt/ab ext4 rw 0 0\n"
                                             "/dev/sdc1 /run/doc/x ext4 rw 0 0\n"),
                                [](const std::string& point) {
                                  EXPECT_EQ(point, "/mnt/ab") << "others are not touched";
                                  return true;
                                });
  std::vector<std::string> hanging;
  for (const Mount& mount : real) {
    if (mount.may_hang) hanging.push_back(mount.point);
  }
  EXPECT_THAT(hanging, ElementsAre("/", "/mnt/a", "/mnt/a/scratch", "/run/doc/x"));
  EXPECT_EQ(real.size(), 5U);
}

TEST(Mounts, EscapesAreResolved) {
  EXPECT_EQ(unescape_mount("a\\040b\\134c\\011"), "a b\\c\t");
  EXPECT_EQ(unescape_mount("\\04 \\09 \\"), "\\04 \\09 \\");
}

TEST(Mounts, FilesAreNoFileSystems) {
  const std::vector<Mount> mounts{{"/dev/sda1", "/bin/nvidia-smi", "ext4", false},
                                  {"/dev/sda1", "/var/lib/models", "ext4", false}};
  const auto real =
      real_mounts(mounts, [](const std::string& point) { return point != "/bin/nvidia-smi"; });
  ASSERT_EQ(real.size(), 1U);
  EXPECT_EQ(real[0].point, "/var/lib/models");
}

TEST(Filesystem, AgreesWithTheSystem) {
  Ticker ticker(make_filesystem_collector({FileTree("/"), null_logger(), nullptr}));
  ticker.tick();
  struct statvfs root{};
  ASSERT_EQ(statvfs("/", &root), 0);
  EXPECT_EQ(ticker.value("mount//", "total"),
            static_cast<double>(root.f_blocks) * static_cast<double>(root.f_frsize));
  EXPECT_THAT(ticker.value("mount//", "free"),
              Optional(DoubleNear(static_cast<double>(root.f_bavail * root.f_frsize),
                                  0.02 * static_cast<double>(root.f_blocks * root.f_frsize))));
}

}  // namespace
}  // namespace mimon::host
