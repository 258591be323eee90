#include "stores/store_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <semaphore>

namespace mimon::store {
namespace {

/// A store whose disk stands still until the test says otherwise.
class SlowStore final : public Store {
 public:
  void append(const Snapshot& snapshot) override {
    entered.release();
    let_go.acquire();
    ticks.push_back(snapshot.tick);
  }
  Result<QueryResult> query(const Query&) const override { return QueryResult(); }
  Resolution resolution_for(const Query&) const override { return Resolution::s1; }
  std::vector<SeriesInfo> series(std::string_view) const override { return {}; }
  StoreStatus status() const override { return {}; }

  std::counting_semaphore<> entered{0};
  std::counting_semaphore<> let_go{0};
  std::vector<std::uint64_t> ticks;  ///< read after `stop`
};

SnapshotPtr snapshot(std::uint64_t tick) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->tick = tick;
  return snapshot;
}

TEST(StoreWriter, AppendsInOrderAndDrainsWhenStopped) {
  SlowStore store;
  store.let_go.release(3);
  StoreWriter writer(store);
  for (const std::uint64_t tick : {1U, 2U, 3U}) writer.push(snapshot(tick));
  writer.stop();
  EXPECT_THAT(store.ticks, testing::ElementsAre(1, 2, 3));
  writer.push(snapshot(4));
  EXPECT_EQ(writer.status().unwritten, 0U);
}

TEST(StoreWriter, DropsTheOldestAndCountsWhenTheStoreStandsStill) {
  SlowStore store;
  StoreWriter writer(store, 3);
  writer.push(snapshot(1));
  store.entered.acquire();
  EXPECT_EQ(writer.status().state, StoreStatus::State::ok);
  for (std::uint64_t tick = 2; tick <= 6; ++tick) writer.push(snapshot(tick));
  const StoreStatus status = writer.status();
  EXPECT_EQ(status.state, StoreStatus::State::degraded);
  EXPECT_EQ(status.dropped, 2U);
  EXPECT_EQ(status.unwritten, 3U);
  EXPECT_THAT(status.detail, testing::HasSubstr("3 samples wait"));
  store.let_go.release(10);
  writer.stop();
  EXPECT_THAT(store.ticks, testing::ElementsAre(1, 4, 5, 6));
}

}  // namespace
}  // namespace mimon::store
