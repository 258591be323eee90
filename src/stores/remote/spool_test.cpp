#include "stores/remote/spool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "stores/sqlite/temporary_folder.h"

namespace mimon::store::remote {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint64_t kMost = 1 << 20;

class SpoolTest : public ::testing::Test {
 protected:
  Spool open(std::uint64_t most = kMost, const RecordKind& kind = {"engine", 1}) {
    return Spool::open(folder_.path("spool"), kind, most).value();
  }
  /// Leaves records, of which the first was taken.
  void leave(const std::vector<std::string>& records, const RecordKind& kind) {
    Spool spool = open(kMost, kind);
    for (const std::string& record : records) ASSERT_TRUE(spool.append(record));
    ASSERT_FALSE(spool.front(1, 1).empty());
    spool.pop(1);
  }
  void write_owner(const std::string& text) {
    std::ofstream(folder_.path("spool") + "/owner") << text;
  }
  std::vector<fs::path> segments() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder_.path("spool"))) {
      if (entry.path().extension() == ".records") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }
  sqlite::TemporaryFolder folder_;
};

std::vector<std::string> all(Spool& spool) {
  return spool.front(1'000'000, 1'000'000'000);
}

std::string record(int number) {
  return "record " + std::to_string(number) + std::string(static_cast<std::size_t>(number), '.');
}

TEST_F(SpoolTest, GivesRecordsInTheirOrderUntilTheyAreTaken) {
  Spool spool = open();
  EXPECT_THAT(all(spool), IsEmpty());
  for (const auto* text : {"a", "b", "c", "d"}) ASSERT_TRUE(spool.append(text));
  EXPECT_THAT(spool.front(2, 100), ElementsAre("a", "b"));
  EXPECT_THAT(spool.front(10, 3), ElementsAre("a", "b", "c"));
  spool.pop(2);
  EXPECT_EQ(spool.size(), 2U);
  EXPECT_THAT(all(spool), ElementsAre("c", "d"));
  EXPECT_THAT(spool.front(10, 0), ElementsAre("c"));
  spool.pop(1);
  EXPECT_THAT(all(spool), ElementsAre("d"));
}

TEST_F(SpoolTest, GoesOnWhereItWasAfterItIsOpenedAgain) {
  for (int run = 0; run < 5; ++run) {
    Spool spool = open();
    ASSERT_EQ(spool.size(), static_cast<std::size_t>(run));
    ASSERT_TRUE(spool.append(record(2 * run)));
    ASSERT_TRUE(spool.append(record(2 * run + 1)));
    EXPECT_THAT(spool.front(1, 1), ElementsAre(record(run)));
    spool.pop(1);
  }
}

TEST_F(SpoolTest, LosesTheTornRecordAloneWhereverItWasTorn) {
  {
    Spool spool = open();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(spool.append(record(i)));
  }
  const auto file = segments().at(0);
  std::stringstream content;
  content << std::ifstream(file, std::ios::binary).rdbuf();
  const std::string bytes = content.str();
  const std::size_t one = record(0).size() + Segment::kOverhead;
  const std::size_t two = one + record(1).size() + Segment::kOverhead;
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes.substr(0, length);
    Spool spool = open();
    ASSERT_EQ(spool.size(), length >= two ? 2U : (length >= one ? 1U : 0U)) << length;
    ASSERT_TRUE(spool.append("next"));
    ASSERT_EQ(all(spool).back(), "next");
    ASSERT_EQ(spool.dropped(), 0U);
  }
}

TEST_F(SpoolTest, SkipsWhatIsDamagedAndCountsIt) {
  {
    Spool spool = open(8 << 10);
    for (int i = 0; i < 60; ++i) ASSERT_TRUE(spool.append(std::string(100, 'x')));
  }
  const auto files = segments();
  ASSERT_GE(files.size(), 2U);
  std::fstream(files[0], std::ios::in | std::ios::out | std::ios::binary).seekp(108 + 50).put('y');
  Spool spool = open(8 << 10);
  EXPECT_EQ(spool.size(), 60U);
  std::size_t count = 0;
  while (spool.size() > 0) {
    const auto records = spool.front(7, 10'000);
    ASSERT_FALSE(records.empty());
    count += records.size();
    spool.pop(records.size());
  }
  EXPECT_EQ(count, 59U);
  EXPECT_EQ(spool.dropped(), 1U);
}

TEST_F(SpoolTest, DropsTheOldestWhereItIsFullAndCountsThem) {
  Spool spool = open(64 << 10);
  for (int i = 0; i < 2000; ++i) {
    ASSERT_TRUE(spool.append("number " + std::to_string(i) + std::string(100, ' ')));
    ASSERT_LE(spool.bytes(), 64U << 10);
  }
  EXPECT_GT(spool.size(), 400U);
  EXPECT_EQ(spool.size() + spool.dropped(), 2000U);
  const auto records = all(spool);
  ASSERT_EQ(records.size(), spool.size());
  EXPECT_TRUE(records.front().starts_with("number " + std::to_string(spool.dropped())));
  EXPECT_TRUE(records.back().starts_with("number 1999"));
}

TEST_F(SpoolTest, CountsNotAsDroppedWhatWasTakenMeanwhile) {
  Spool spool = open(64 << 10);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(spool.append(std::string(100, 'a')));
  ASSERT_EQ(spool.front(60, 1 << 20).size(), 60U);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(spool.append(std::string(100, 'b')));
  spool.pop(60);
  EXPECT_EQ(spool.size() + spool.dropped(), 1040U);
  EXPECT_GT(spool.dropped(), 0U);
  EXPECT_EQ(all(spool).size(), spool.size());
}

TEST_F(SpoolTest, TakesNoSpaceForWhatIsDone) {
  Spool spool = open(64 << 10);
  for (int i = 0; i < 5000; ++i) {
    ASSERT_TRUE(spool.append(std::string(100, 'a')));
    ASSERT_EQ(spool.front(10, 1000).size(), 1U);
    spool.pop(1);
  }
  EXPECT_EQ(spool.dropped(), 0U);
  EXPECT_LE(segments().size(), 2U);
  EXPECT_LE(spool.bytes(), 10'000U);
}

TEST_F(SpoolTest, HoldsEverythingAfterAKill) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    Spool spool = open();
    for (int i = 0; i < 500; ++i) {
      if (!spool.append(record(i % 50))) _exit(1);
      if (i % 3 == 0 && !spool.front(1, 1).empty()) spool.pop(1);
    }
    (void)!write(ready[1], "x", 1);
    pause();
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  Spool spool = open();
  EXPECT_EQ(spool.size(), 333U);
  EXPECT_EQ(all(spool).front(), record(167 % 50));
}

TEST_F(SpoolTest, SetsAsideWhatIsOfAnotherKindAndTakesItBack) {
  leave({"taken", "for the first", "too"}, {"first", 1});
  {
    Spool spool = open(kMost, {"second", 1});
    EXPECT_EQ(spool.size(), 0U);
    ASSERT_NE(spool.set_aside(), "");
    EXPECT_TRUE(fs::exists(spool.set_aside() + "/owner"));
    ASSERT_TRUE(spool.append("for the second"));
  }
  {
    Spool spool = open(kMost, {"second", 1});
    EXPECT_EQ(spool.set_aside(), "");
    EXPECT_THAT(all(spool), ElementsAre("for the second"));
  }
  {
    Spool spool = open(kMost, {"first", 2});
    EXPECT_THAT(all(spool), ElementsAre("for the first", "too"));
    ASSERT_TRUE(spool.append("new"));
    EXPECT_THAT(all(spool), ElementsAre("for the first", "too", "new"));
  }
  Spool spool = open(kMost, {"second", 1});
  EXPECT_THAT(all(spool), ElementsAre("for the second"));
}

TEST_F(SpoolTest, SetsNothingAsideWhereAllWasTaken) {
  leave({"taken"}, {"first", 1});
  Spool spool = open(kMost, {"second", 1});
  EXPECT_EQ(spool.set_aside(), "");
  EXPECT_EQ(spool.size(), 0U);
  ASSERT_TRUE(spool.append("next"));
  EXPECT_THAT(all(spool), ElementsAre("next"));
}

TEST_F(SpoolTest, TakesWhatAnEarlierVersionLeftButNotWhatANewerDid) {
  leave({"taken", "older"}, {"engine", 1});
  {
    Spool spool = open(kMost, {"engine", 2});
    EXPECT_EQ(spool.set_aside(), "");
    EXPECT_THAT(all(spool), ElementsAre("older"));
  }
  EXPECT_EQ(open(kMost, {"engine", 1}).size(), 0U);
  Spool spool = open(kMost, {"engine", 2});
  EXPECT_THAT(all(spool), ElementsAre("older"));
}

// Spools used to belong to a location: a corrected port left everything behind in a folder aside.
TEST_F(SpoolTest, TakesWhatWaitedForALocationOfItsFamily) {
  leave({"taken", "1", "2"}, {"http", 1});
  write_owner("http://wrong:9091");
  {
    Spool spool = open(kMost, {"postgres", 1});
    ASSERT_NE(spool.set_aside(), "");
  }
  leave({"taken too", "3", "4"}, {"other", 1});
  write_owner("https://other:9090");
  Spool spool = open(kMost, {"prometheus", 2});
  EXPECT_EQ(spool.set_aside(), "");
  EXPECT_THAT(all(spool), ElementsAre("1", "2", "taken too", "3", "4"));
}

TEST(RecordKind, IsReadFromWhatASpoolKeeps) {
  const auto read = [](const char* text) { return text_of(record_kind_of(text)); };
  EXPECT_EQ(read("prometheus 2"), "prometheus 2");
  EXPECT_EQ(read("http://h:9090/x 2"), "prometheus 1");
  EXPECT_EQ(read("https://h"), "prometheus 1");
  EXPECT_EQ(read("postgres://h:5432/metrics"), "postgres 1");
  EXPECT_EQ(read("a name"), "a name 1");
}

TEST_F(SpoolTest, IsForOneAtATime) {
  const Spool spool = open();
  const auto second = Spool::open(folder_.path("spool"), {"engine", 1}, kMost);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().what(), ::testing::HasSubstr("another process"));
}

TEST_F(SpoolTest, AFolderThatCannotBeUsedIsAnError) {
  EXPECT_FALSE(Spool::open("/proc/none/spool", {"engine", 1}, kMost));
}

}  // namespace
}  // namespace mimon::store::remote
