#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <spdlog/sinks/ostream_sink.h>
#include <sys/mount.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "stores/sqlite/schema.h"
#include "stores/sqlite/sqlite_store.h"
#include "stores/sqlite/temporary_folder.h"
#include "stores/store_testing.h"

namespace mimon::store::sqlite {
namespace {

using namespace mimon::store::testing;
using ::testing::HasSubstr;
using State = StoreStatus::State;

std::unique_ptr<SqliteStore> open_store(const std::string& path) {
  return SqliteStore::open({path, {}}, null_logger()).value();
}

void overwrite(const std::string& path, std::streamoff offset, const std::string& bytes) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(offset);
  file << bytes;
}

class Faults : public ::testing::Test {
 protected:
  void tick_for(SqliteStore& store, int count) {
    for (int i = 0; i < count; ++i) machine_.tick(store, 1 + i % 10);
  }
  std::size_t points(const Store& store) {
    const QueryResult result = answer(store, ask({kLoadKey}, start_, machine_.now()));
    return static_cast<std::size_t>(
        std::ranges::count_if(result.columns[0].avg, [](double v) { return !std::isnan(v); }));
  }
  /// What it logs is in `said_`, which outlives it.
  std::unique_ptr<SqliteStore> open_and_listen() {
    auto log = std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(said_));
    log->set_pattern("%l: %v");
    return SqliteStore::open({path_, {}}, log).value();
  }

  std::ostringstream said_;
  TemporaryFolder folder_;
  std::string path_ = folder_.path("history.db");
  Machine machine_;
  const std::int64_t start_ = machine_.now();
};

TEST_F(Faults, AFileThatIsNoDatabaseIsSetAside) {
  std::ofstream(path_) << std::string(10'000, 'x');
  const auto store = open_store(path_);
  tick_for(*store, 3);
  const StoreStatus status = store->status();
  EXPECT_EQ(status.state, State::ok) << status.detail;
  EXPECT_THAT(status.set_aside, HasSubstr("history.db.damaged-"));
  EXPECT_EQ(std::filesystem::file_size(status.set_aside), 10'000U);
  EXPECT_EQ(points(*store), 3U);
}

TEST_F(Faults, ATruncatedFileIsSetAside) {
  {
    const auto store = open_store(path_);
    tick_for(*store, 8000);
  }
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) / 2);
  const auto store = open_store(path_);
  tick_for(*store, 1);
  (void)store->query(ask({kLoadKey}, start_, machine_.now()));
  tick_for(*store, 1);
  EXPECT_NE(store->status().set_aside, "");
  EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
  tick_for(*store, 5);
  EXPECT_GE(points(*store), 5U);
}

TEST_F(Faults, DamagedPagesThatOnlyAQueryMeetsAreFoundAndSetAside) {
  {
    const auto store = open_store(path_);
    tick_for(*store, 8000);
  }
  auto database = Database::open(path_, Database::Mode::read_only).value();
  const auto page =
      database.number("SELECT rootpage FROM sqlite_schema WHERE name = 'slice'").value();
  overwrite(path_, (page - 1) * 4096, std::string(4096, '\xff'));
  const auto store = open_store(path_);
  EXPECT_EQ(store->status().set_aside, "");
  EXPECT_FALSE(store->query(ask({kLoadKey}, start_, machine_.now())));
  tick_for(*store, 2);
  EXPECT_NE(store->status().set_aside, "");
  EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
  EXPECT_GE(points(*store), 2U);
}

TEST_F(Faults, ADamagedBlockCostsOnlyItself) {
  {
    const auto store = open_store(path_);
    tick_for(*store, 4 * 3600);
  }
  {
    auto database = Database::open(path_, Database::Mode::read_write).value();
    const auto block =
        database.number("SELECT min(id) FROM block WHERE merged AND tier = 0").value();
    database.run("UPDATE slice SET bytes = zeroblob(length(bytes)) WHERE id / 65536 = ?", block)
        .value();
  }
  const auto store = open_store(path_);
  EXPECT_LT(points(*store), 4U * 3600);
  EXPECT_GE(points(*store), 3U * 3600 - 10);
  tick_for(*store, 2);
  EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
  EXPECT_EQ(store->status().set_aside, "");
}

/// Damage to rows of ticks that wait to be sealed: three batches, of 300, 300 and 100.
class DamagedTicks : public Faults {
 protected:
  // What a kill leaves behind: rows of more than one batch.
  void record(const std::string& damage) {
    machine_.clock.advance(std::chrono::seconds(100));  // to a full period
    {
      const auto store = open_store(path_);
      tick_for(*store, 1);
      auto other = Database::open(path_, Database::Mode::read_write).value();
      other.script("BEGIN IMMEDIATE").value();
      tick_for(*store, 699);
      other.script("ROLLBACK").value();
    }
    auto database = Database::open(path_, Database::Mode::read_write).value();
    ASSERT_EQ(database.number("SELECT count(*) FROM tick").value(), 700);
    database.script(damage).value();
  }
  // All is well again, now and after a restart.
  void expect_recording(std::unique_ptr<SqliteStore> store, std::size_t kept) {
    EXPECT_EQ(points(*store), kept);
    tick_for(*store, 400);
    EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
    EXPECT_EQ(store->status().ticks, 400U);
    EXPECT_EQ(points(*store), kept + 400);
    store.reset();
    said_.str({});
    store = open_and_listen();
    EXPECT_EQ(said_.str(), "");
    EXPECT_EQ(store->status().set_aside, "");
    EXPECT_EQ(points(*store), kept + 400);
  }
};

TEST_F(DamagedTicks, CostThemselvesAndWhatBuildsOnThem) {
  record("UPDATE tick SET bytes = x'ff' WHERE id = 351");
  auto store = open_and_listen();
  EXPECT_THAT(said_.str(), HasSubstr("ticks that cannot be read were dropped: 250"));
  expect_recording(std::move(store), 450);
}

TEST_F(DamagedTicks, AreSkippedAtTheEnd) {
  record("UPDATE tick SET bytes = x'' WHERE id = 700");
  auto store = open_and_listen();
  EXPECT_THAT(said_.str(), HasSubstr("dropped: 1\n"));
  expect_recording(std::move(store), 699);
}

TEST_F(DamagedTicks, MayBeAllThereAre) {
  record("UPDATE tick SET bytes = x'ff' WHERE id IN (1, 301, 601)");
  expect_recording(open_and_listen(), 0);
}

TEST_F(DamagedTicks, OfSeriesThatNobodyKnowsAreDamaged) {
  record("DELETE FROM series");
  expect_recording(open_and_listen(), 0);
}

TEST_F(Faults, AFileFromANewerVersionIsRefusedAndLeftAlone) {
  {
    (void)open_store(path_);
  }
  {
    auto database = Database::open(path_, Database::Mode::read_write).value();
    database.script("PRAGMA user_version=99").value();
  }
  const auto refused = SqliteStore::open({path_, {}}, null_logger());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what(), HasSubstr("newer version of mimon (its schema is 99"));
  EXPECT_THAT(refused.error().what(), HasSubstr(path_));
  auto database = Database::open(path_, Database::Mode::read_only).value();
  EXPECT_EQ(database.number("PRAGMA user_version").value(), 99);
}

TEST_F(Faults, AnotherProgramsDatabaseIsRefusedAndLeftAlone) {
  {
    auto database = Database::open(path_, Database::Mode::read_write).value();
    database.script("CREATE TABLE precious(x)").value();
  }
  const auto refused = SqliteStore::open({path_, {}}, null_logger());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what(), HasSubstr("another program"));
}

TEST_F(Faults, SchemasMigrateForwardAllOrNothing) {
  auto database = Database::open(path_, Database::Mode::read_write).value();
  const std::string one = "CREATE TABLE a(x)";
  const std::string two = "ALTER TABLE a ADD COLUMN y";
  const std::string broken = "CREATE TABLE b(z); ALTER TABLE nothing ADD COLUMN y";
  migrate(database, std::vector{one}).value();
  EXPECT_FALSE(migrate(database, std::vector{one, two, broken}));
  EXPECT_EQ(database.number("PRAGMA user_version").value(), 1);
  EXPECT_EQ(database.number("SELECT count(*) FROM sqlite_schema").value(), 1);
  migrate(database, std::vector{one, two}).value();
  EXPECT_EQ(database.number("PRAGMA user_version").value(), 2);
  EXPECT_EQ(database.number("SELECT count(y) FROM a").value(), 0);
}

TEST_F(Faults, TicksWaitWhileAnotherProgramLocksTheFile) {
  const auto store = open_store(path_);
  tick_for(*store, 3);
  {
    auto other = Database::open(path_, Database::Mode::read_write).value();
    other.script("BEGIN IMMEDIATE").value();
    tick_for(*store, 400);
    const StoreStatus status = store->status();
    EXPECT_EQ(status.state, State::degraded);
    EXPECT_THAT(status.detail, HasSubstr("locked by another program"));
    EXPECT_EQ(status.unwritten, 400U);
    EXPECT_EQ(points(*store), 403U);
  }
  tick_for(*store, 2);
  EXPECT_EQ(store->status().state, State::ok);
  EXPECT_EQ(store->status().unwritten, 0U);
  EXPECT_EQ(store->status().dropped, 0U);
  EXPECT_EQ(points(*store), 405U);
}

TEST_F(Faults, WhatWaitsIsBoundedAndWhatIsLostIsCounted) {
  const auto store = open_store(path_);
  auto other = Database::open(path_, Database::Mode::read_write).value();
  other.script("BEGIN IMMEDIATE").value();
  tick_for(*store, 5000);
  EXPECT_LE(store->status().unwritten, SqliteStore::kMostWaiting);
  EXPECT_EQ(store->status().unwritten + store->status().dropped, 5000U);
}

TEST_F(Faults, TwoStoresDoNotWriteOneFile) {
  const auto first = open_store(path_);
  tick_for(*first, 3);
  auto second = open_store(path_);
  EXPECT_EQ(second->status().state, State::degraded);
  EXPECT_THAT(second->status().detail, HasSubstr("another mimon"));
  tick_for(*second, 10);
  EXPECT_EQ(points(*second), 10U);
  EXPECT_EQ(points(*first), 3U);
}

TEST_F(Faults, AFileThatIsTakenAwayIsMadeAnew) {
  const auto store = open_store(path_);
  tick_for(*store, 3);
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  tick_for(*store, 3);
  EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
  EXPECT_TRUE(std::filesystem::exists(path_));
  EXPECT_EQ(points(*store), 6U);
}

TEST_F(Faults, AFolderThatIsRemovedIsMadeAnewAndTheLogSaysSoOnce) {
  path_ = folder_.path("data/history.db");
  const auto store = open_and_listen();
  for (int times = 0; times < 2; ++times) {
    tick_for(*store, 3);
    EXPECT_EQ(said_.str(), "");
    std::filesystem::remove_all(folder_.path("data"));
    tick_for(*store, 3);
    EXPECT_EQ(said_.str(), "warning: history: " + path_ + " was removed; it is made anew\n");
    EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
    said_.str({});
  }
  EXPECT_EQ(points(*store), 12U);
}

TEST_F(Faults, AFileThatTakesThePlaceOfTheOldOneIsSaidToHaveReplacedIt) {
  const std::string other = folder_.path("other.db");
  {
    tick_for(*open_store(other), 3);
  }
  const auto store = open_and_listen();
  tick_for(*store, 3);
  for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  std::filesystem::rename(other, path_);
  tick_for(*store, 3);
  EXPECT_THAT(said_.str(), HasSubstr("warning: history: " + path_ + " was replaced"));
  EXPECT_EQ(points(*store), 9U);
}

TEST_F(Faults, RecordingBeginsOnceTheFolderCanBeMade) {
  const std::string blocker = folder_.path("data");
  std::ofstream(blocker) << "a file where the folder should be";
  const auto store = open_store(blocker + "/history.db");
  tick_for(*store, 10);
  EXPECT_EQ(store->status().state, State::degraded);
  EXPECT_NE(store->status().detail, "");
  EXPECT_EQ(points(*store), 10U);
  std::filesystem::remove(blocker);
  tick_for(*store, 10);
  EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
  EXPECT_EQ(store->status().unwritten, 0U);
  EXPECT_EQ(points(*store), 20U);
}

TEST_F(Faults, WhatWasSampledBeforeAnOlderFileCouldBeOpenedJoinsIt) {
  const std::string away = folder_.path("away.db");
  {
    const auto store = open_store(path_);
    Values values;
    values.set(gpu::kUtilization, 5);
    machine_.tick(*store, {{make_gpu(0, "GPU-a"), values}});
    tick_for(*store, 9);
  }
  std::filesystem::rename(path_, away);
  std::filesystem::create_directory(path_);  // SQLite cannot open a folder
  const auto store = open_store(path_);
  tick_for(*store, 10);
  EXPECT_EQ(store->status().state, State::degraded);
  std::filesystem::remove(path_);
  std::filesystem::rename(away, path_);
  tick_for(*store, 10);
  EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
  EXPECT_EQ(points(*store), 29U);
  EXPECT_EQ(store->series({}).size(), 2U);
}

/// A small file system of its own, in a thread with its own view of mounts. Needs root.
class SmallDisk : public Faults {
 protected:
  // Runs `body` with a file system of `size` at `folder_`.
  void with_disk(const std::string& size, const std::function<void()>& body) {
    bool possible = false;
    std::thread([&] {
      possible =
          ::unshare(CLONE_NEWNS | CLONE_FS) == 0 &&
          ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
          ::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
      if (possible) body();
    }).join();
    if (!possible) GTEST_SKIP() << "needs the right to mount";
  }
};

TEST_F(SmallDisk, RecordingResumesWhenAFullDiskHasRoomAgain) {
  with_disk("1m", [&] {
    const auto store = open_store(path_);
    tick_for(*store, 10);
    {
      std::ofstream ballast(folder_.path("ballast"));
      while (ballast << std::string(4096, 'x') && ballast.flush()) {
      }
    }
    tick_for(*store, 700);
    const StoreStatus full = store->status();
    EXPECT_EQ(full.state, State::degraded);
    EXPECT_THAT(full.detail, HasSubstr("the disk is full"));
    EXPECT_EQ(points(*store), 710U);
    std::filesystem::remove(folder_.path("ballast"));
    tick_for(*store, 3);
    EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
    EXPECT_EQ(store->status().dropped, 0U);
    EXPECT_EQ(points(*store), 713U);
    EXPECT_EQ(store->status().set_aside, "");
  });
}

TEST_F(SmallDisk, AReadOnlyFileSystemShowsAndIsOvercome) {
  with_disk("4m", [&] {
    const auto remount = [&](unsigned long flags) {
      ASSERT_EQ(::mount(nullptr, folder_.path().c_str(), nullptr, MS_REMOUNT | flags, nullptr), 0);
    };
    remount(MS_RDONLY);
    const auto store = open_store(path_);
    tick_for(*store, 10);
    EXPECT_EQ(store->status().state, State::degraded);
    EXPECT_THAT(store->status().detail, HasSubstr("read-only"));
    remount(0);
    tick_for(*store, 10);
    EXPECT_EQ(store->status().state, State::ok) << store->status().detail;
    EXPECT_EQ(points(*store), 20U);
  });
}

}  // namespace
}  // namespace mimon::store::sqlite
