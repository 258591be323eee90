#include "stores/sqlite/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "stores/sqlite/block.h"
#include "stores/sqlite/reference_finder.h"
#include "stores/sqlite/schema.h"
#include "stores/sqlite/sqlite_store.h"
#include "stores/sqlite/temporary_folder.h"
#include "stores/store_testing.h"

namespace mimon::store::sqlite {
namespace {

using namespace mimon::store::testing;
using Samples = std::vector<std::int64_t>;

Samples noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  Samples values(size);
  for (auto& value : values)
    value = random() % 9 == 0 ? kAbsent : static_cast<std::int64_t>(random() % 5000);
  return values;
}

Samples follow(const Samples& values, bool negated, std::int64_t offset) {
  Samples out = values;
  for (auto& value : out) {
    if (value != kAbsent) value = negated ? offset - value : offset + value;
  }
  return out;
}

/// Columns of a block that is being made.
class Finding : public ::testing::Test {
 protected:
  template <class Column>
  std::optional<Reference> add(const Column& column) {
    const auto id = static_cast<SeriesId>(10 + 2 * chunks_.size());
    const auto found = finder_.find(id, column, chunks_);
    if (found) {
      chunks_.push_back({id, {}, found});
    } else if constexpr (std::is_same_v<Column, TierColumn>) {
      chunks_.push_back({id, encode(column, encoder_, Effort::thorough)});
    } else {
      chunks_.push_back({id, encoder_.encode(column, Effort::thorough)});
    }
    return found;
  }

  ReferenceFinder finder_;
  ColumnEncoder encoder_;
  std::vector<Chunk> chunks_;
};

TEST_F(Finding, FindsWhatFollowsFromAnEarlierSeries) {
  const Samples values = noise(300, 1);
  EXPECT_EQ(add(noise(300, 2)), std::nullopt);
  EXPECT_EQ(add(values), std::nullopt);
  EXPECT_EQ(add(follow(values, false, 0)), (Reference{12, false, 0}));
  EXPECT_EQ(add(follow(values, true, 7000)), (Reference{12, true, 7000}));
  EXPECT_EQ(add(follow(values, false, -kLargestSample / 2)),
            (Reference{12, false, -kLargestSample / 2}));
}

TEST_F(Finding, OneOtherValueOrGapIsAnotherSeries) {
  const Samples values = noise(300, 1);
  (void)add(values);
  Samples other = values;
  other.back() = other.back() == kAbsent ? 5 : other.back() + 1;
  EXPECT_EQ(add(other), std::nullopt);
  Samples gap = values;
  *std::ranges::find_if(gap, [](auto value) { return value != kAbsent; }) = kAbsent;
  EXPECT_EQ(add(gap), std::nullopt);
}

TEST_F(Finding, ASeriesThatStaysTheSameNeedsNone) {
  EXPECT_EQ(add(Samples(300, 7)), std::nullopt);
  EXPECT_EQ(add(Samples(300, 8)), std::nullopt);
  EXPECT_EQ(add(Samples(300, kAbsent)), std::nullopt);
  EXPECT_EQ(add(Samples(300, kAbsent)), std::nullopt);
}

TEST_F(Finding, BucketsChangeTheirExtremesWithTheSign) {
  const Samples values = noise(600, 3);
  Samples times(600);
  for (std::size_t i = 0; i < times.size(); ++i) times[i] = std::int64_t(i);
  const Buckets minutes = cut(times, 60);
  EXPECT_EQ(add(roll_up(values, minutes, Kind::gauge)), std::nullopt);
  const TierColumn mirrored = roll_up(follow(values, true, 9000), minutes, Kind::gauge);
  EXPECT_EQ(add(mirrored), (Reference{10, true, 9000}));
  TierColumn read;
  ColumnDecoder decoder;
  ASSERT_TRUE(decode(chunks_[0].bytes, 10, true, decoder, read));
  resolve(*chunks_[1].reference, read);
  EXPECT_EQ(read, mirrored);
  TierColumn wider = mirrored;
  ++wider.max[4];
  EXPECT_EQ(add(wider), std::nullopt);
}

/// A block in a file.
class Stored : public ::testing::Test {
 protected:
  void SetUp() override {
    prepare_for_writing(database_).value();
    migrate(database_, migrations()).value();
  }
  BlockReader write(const std::vector<Chunk>& chunks) {
    const auto info = insert_block(database_, {.id = 1}, {5, 6, 7}, chunks).value();
    return BlockReader::open(database_, info).value();
  }

  TemporaryFolder folder_;
  Database database_ =
      Database::open(folder_.path("history.db"), Database::Mode::read_write).value();
};

TEST_F(Stored, AReferenceComesBackWithTheBytesItRefersTo) {
  BlockReader block = write({{3, "abc"}, {4, "de"}, {9, {}, Reference{3, true, -70}}});
  EXPECT_EQ(block.chunk(3).value().bytes, "abc");
  EXPECT_EQ(block.chunk(3).value().reference, std::nullopt);
  EXPECT_EQ(block.chunk(9).value().bytes, "abc");
  EXPECT_EQ(block.chunk(9).value().reference, (Reference{3, true, -70}));
  EXPECT_EQ(block.chunk(5).value().bytes, "");
}

TEST_F(Stored, AReferenceThatLeadsNowhereIsDamage) {
  BlockReader block = write({{3, "abc"}, {4, {}, Reference{2}}, {5, {}, Reference{4}}});
  EXPECT_TRUE(is_block_damage(block.chunk(4).error()));
  EXPECT_TRUE(is_block_damage(block.chunk(5).error()));
  EXPECT_EQ(block.chunk(3).value().bytes, "abc");
}

const MetricSpec kFree{
    .id = "free", .device = DeviceKind::host, .path = "free", .help = "For tests.", .decimals = 2};

/// A machine whose second metric mirrors its first.
class Mirrored : public ::testing::Test {
 protected:
  void record(Store& store, int hours) {
    for (int i = 0; i < hours * 3600; ++i) {
      const double load = i * 37 % 1009;
      Values values;
      values.set(kLoad, load);
      values.set(kFree, 5000 - load);
      machine_.tick(store, {{machine_.host, values}});
    }
  }
  QueryResult both(const Store& store, Resolution resolution) {
    Query query = ask({kLoadKey, {"host", "free"}}, start_, machine_.now(), resolution);
    query.min_max = true;
    return answer(store, query);
  }
  // How many columns are kept as references.
  std::size_t references() {
    auto database = Database::open(path_, Database::Mode::read_write).value();
    std::size_t found = 0;
    for (const BlockInfo& info : list_blocks(database).value()) {
      BlockReader block = BlockReader::open(database, info).value();
      for (const SeriesId id : block.series()) found += block.chunk(id).value().reference ? 1U : 0U;
    }
    return found;
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.path("history.db");
  Machine machine_{at(1'700'006'400)};
  const std::int64_t start_ = machine_.now();
};

TEST_F(Mirrored, EveryResolutionAnswersAsIfBothWereKept) {
  const Retention retention{.s1 = std::chrono::hours(2), .s10 = std::chrono::hours(20)};
  const auto store = SqliteStore::open({path_, retention}, null_logger()).value();
  record(*store, 15);
  EXPECT_GE(references(), 4U);
  for (const Resolution resolution : kResolutions) {
    const QueryResult result = both(*store, resolution);
    const Column& load = result.columns[0];
    const Column& free = result.columns[1];
    EXPECT_GT(result.times.size(), 100U);
    for (std::size_t i = 0; i < result.times.size(); ++i) {
      ASSERT_NEAR(free.avg[i], 5000 - load.avg[i], 0.0011) << i;
      ASSERT_EQ(free.min[i], 5000 - load.max[i]) << i;
      ASSERT_EQ(free.max[i], 5000 - load.min[i]) << i;
    }
  }
}

TEST_F(Mirrored, AFileFromBeforeReferencesIsReadAndGoesOn) {
  constexpr std::size_t kEarlier = std::size_t{3} * 3600;
  {
    const auto store = SqliteStore::open({path_, {}}, null_logger()).value();
    for (std::size_t i = 0; i < kEarlier; ++i) machine_.tick(*store, static_cast<double>(i % 100));
  }
  EXPECT_EQ(references(), 0U);
  Database::open(path_, Database::Mode::read_write)
      .value()
      .script("ALTER TABLE block DROP COLUMN rank; PRAGMA user_version=1")
      .value();
  const auto store = SqliteStore::open({path_, {}}, null_logger()).value();
  record(*store, 3);
  EXPECT_GT(references(), 0U);
  const QueryResult result = both(*store, Resolution::s1);
  ASSERT_EQ(result.times.size(), 6U * 3600);
  for (std::size_t i = 0; i < result.times.size(); ++i) {
    const bool before = i < kEarlier;
    const std::size_t load = before ? i % 100 : (i - kEarlier) * 37 % 1009;
    ASSERT_EQ(result.columns[0].avg[i], static_cast<double>(load));
    ASSERT_EQ(std::isnan(result.columns[1].avg[i]), before);
  }
}

}  // namespace
}  // namespace mimon::store::sqlite
