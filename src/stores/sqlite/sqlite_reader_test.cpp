#include "stores/sqlite/sqlite_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "stores/sqlite/sqlite_store.h"
#include "stores/sqlite/temporary_folder.h"
#include "stores/store_testing.h"

namespace mimon::store::sqlite {
namespace {

using namespace mimon::store::testing;
using ::testing::HasSubstr;

class Reader : public ::testing::Test {
 protected:
  void record(Store& store, int ticks) {
    for (int i = 0; i < ticks; ++i) machine_.tick(store, static_cast<double>(i));
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.path("history.db");
  Machine machine_{at(0)};
};

TEST_F(Reader, AnswersAsTheStoreThatStillWrites) {
  const auto store = SqliteStore::open({path_, {}}, null_logger()).value();
  record(*store, 700);
  const auto reader = SqliteReader::open(path_).value();
  const Query query = ask({kLoadKey}, 0, 1000);
  const auto ours = reader->query(query).value();
  const auto theirs = store->query(query).value();
  EXPECT_EQ(ours.times.size(), 700);
  EXPECT_EQ(ours.times, theirs.times);
  EXPECT_EQ(ours.columns.at(0).avg, theirs.columns.at(0).avg);
  EXPECT_EQ(reader->series({}).size(), store->series({}).size());
  EXPECT_EQ(reader->resolution_for(query), store->resolution_for(query));
}

TEST_F(Reader, KeepsToTheMomentOfItsOpening) {
  const auto store = SqliteStore::open({path_, {}}, null_logger()).value();
  record(*store, 10);
  const auto reader = SqliteReader::open(path_).value();
  record(*store, 400);
  const Query query = ask({kLoadKey}, 0, 1000);
  EXPECT_EQ(reader->query(query).value().times.size(), 10);
}

TEST_F(Reader, NeedsAFileThatItKnows) {
  EXPECT_THAT(SqliteReader::open(path_).error().what(), HasSubstr("there is no history"));
  std::ofstream(path_) << "not a database, and longer than a header of one would be";
  EXPECT_THAT(SqliteReader::open(path_).error().what(), HasSubstr("damaged"));
}

TEST_F(Reader, RefusesANewerFile) {
  (void)SqliteStore::open({path_, {}}, null_logger()).value();
  (void)Database::open(path_, Database::Mode::read_write).value().script("PRAGMA user_version=99");
  EXPECT_THAT(SqliteReader::open(path_).error().what(), HasSubstr("newer version"));
}

}  // namespace
}  // namespace mimon::store::sqlite
