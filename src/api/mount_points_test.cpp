#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "api/system_api.h"
#include "collectors/all_collectors.h"
#include "stores/sqlite/sqlite_store.h"
#include "stores/sqlite/temporary_folder.h"
#include "stores/store_testing.h"

namespace mimon::api {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;

/// From the table of mounts of a recorded tree to answers, with commas in names.
class MountPointsTest : public testing::Test {
 protected:
  MountPointsTest() {
    write("proc/self/mountinfo",
          "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
          "2 1 8:17 / /mnt/a,b rw - xfs /dev/sdb1 rw\n"
          "3 1 8:17 / /srv/other,/place rw - xfs /dev/sdb1 rw\n"
          "4 1 8:33 / /mnt/a rw - xfs /dev/sdc1 rw\n");
    write(".statvfs", "/ 100 50 50 10 5\n/mnt/a,b 200 150 150 10 5\n/mnt/a 300 100 100 10 5\n");
    const CollectorContext context{FileTree(folder_.path()), null_logger(), clock_, {}};
    Batch batch({1, clock_.wall(), clock_.mono()});
    for (const auto& collector : make_slow_host_collectors(context))
      (void)collector->collect(batch);
    snapshot_->tick = 1;
    snapshot_->wall = clock_.wall();
    snapshot_->interval = std::chrono::seconds(1);
    for (DeviceSample& sample : batch.take())
      snapshot_->devices.push_back(std::make_shared<DeviceSample>(std::move(sample)));
  }
  void write(const std::string& path, const std::string& content) const {
    const std::filesystem::path file = folder_.path(path);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << content;
  }
  json::value ask(const std::string& mount_points, unsigned status = 200) const {
    const auto response =
        api_.handle({"GET", "/api/v1/system/disk-usage?mount_points=" + mount_points, ""});
    EXPECT_EQ(response.status, status) << *response.body;
    return json::parse(*response.body);
  }
  std::vector<std::pair<std::string, double>> used(const std::string& mount_points) const {
    std::vector<std::pair<std::string, double>> found;
    const auto answer = ask(mount_points);
    for (const auto& mount : answer.at("mount_points").as_array())
      found.emplace_back(mount.at("mount_point").as_string(), mount.at("used").to_number<double>());
    return found;
  }

  store::sqlite::TemporaryFolder folder_;
  const ManualClock clock_;
  const std::shared_ptr<Snapshot> snapshot_ = std::make_shared<Snapshot>();
  const Catalog catalog_ = make_catalog();
  const SystemApi api_{[this] { return snapshot_; }, catalog_, clock_};
};

TEST_F(MountPointsTest, ACommaIsPartOfAMountPointThatHasIt) {
  EXPECT_THAT(used("/mnt/a,b"), ElementsAre(std::pair("/mnt/a,b", 50.0)));
  EXPECT_THAT(used("/mnt/a,/"), ElementsAre(std::pair("/", 50.0), std::pair("/mnt/a", 200.0)));
  EXPECT_THAT(
      used("/,%20/mnt/a%2Cb/%20,/mnt/a,,/"),
      ElementsAre(std::pair("/", 50.0), std::pair("/mnt/a", 200.0), std::pair("/mnt/a,b", 50.0)));
}

TEST_F(MountPointsTest, SoItIsWhereAFileSystemIsMountedElsewhere) {
  EXPECT_THAT(used("/srv/other,/place,/mnt/a,b"),
              ElementsAre(std::pair("/mnt/a,b", 50.0), std::pair("/srv/other,/place", 50.0)));
  const auto mount = ask("/mnt/a,b").at("mount_points").at(0);
  EXPECT_EQ(mount.at("info").at("also_at"), "/srv/other,/place");
  for (const std::string part : {"/srv/other,", "/place"})
    EXPECT_THAT(std::string(ask(part, 404).at("detail").as_string()), HasSubstr("'/' is next"));
  EXPECT_THAT(std::string(ask("/mnt/a,c", 404).at("detail").as_string()), HasSubstr("at 'c'"));
}

TEST_F(MountPointsTest, HistoryKnowsItByItsName) {
  const auto store =
      store::sqlite::SqliteStore::open({folder_.path("history.db"), {}}, null_logger()).value();
  store->append(*snapshot_);
  const std::int64_t now =
      std::chrono::floor<std::chrono::seconds>(clock_.wall()).time_since_epoch().count();
  const auto found = store::testing::answer(
      *store, store::testing::ask({{"mount//mnt/a,b", "used"}}, now - 1, now + 2));
  EXPECT_THAT(found.columns.at(0).avg, ElementsAre(50));
}

}  // namespace
}  // namespace mimon::api
