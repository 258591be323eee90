#include "stores/postgres/prune.h"

#include <gtest/gtest.h>

#include "stores/postgres/test_place.h"

namespace mimon::store::postgres {
namespace {

using testing::Machine;

constexpr Retention kHours{.s1 = std::chrono::hours(1),
                           .s10 = std::chrono::hours(1),
                           .m1 = std::chrono::hours(1),
                           .m5 = std::chrono::hours(2)};

/// Two hosts of one database: `gone` writes on 14 November 2023 and then no more; `here` writes
/// days later, and drops the days that nobody needs.
class PostgresPruneTest : public ::testing::Test {
 protected:
  void SetUp() override {
    machine_.interval = std::chrono::seconds(60);
    record(gone_, Retention(), 30);
    machine_.clock.advance(std::chrono::days(3));
    record(here_, kHours, 4 * 60);
  }
  void record(TestPlace& place, const Retention& retention, int ticks) {
    const auto store = place.open(retention);
    for (int i = 0; i < ticks; ++i) machine_.tick(*store, i);
    place.settle(*store);
  }
  /// A mimon looks for days to drop when it starts.
  void drop_days() { record(here_, kHours, 1); }
  /// The same, when `gone` has been silent for `days`.
  void drop_days_after(int days) {
    ask("UPDATE mimon_hosts SET seen_at = now() - interval '" + std::to_string(days) +
        " days' WHERE host = 'gone'");
    drop_days();
  }
  std::string ask(const std::string& sql) const {
    return TestServer::instance().ask(here_.url(), sql);
  }
  [[nodiscard]] bool has_day(Resolution resolution) const {
    return ask("SELECT (to_regclass('" + std::string(table_of(resolution)) +
               "_20231114') IS NOT NULL)::text") == "true";
  }
  [[nodiscard]] bool has_day_after(int days) {
    drop_days_after(days);
    return has_day(Resolution::m5);
  }

  Machine machine_;
  TestPlace here_{"here"};
  TestPlace gone_{"gone", here_.url()};
};

TEST_F(PostgresPruneTest, AHostThatKeepsLessDeletesNoneOfTheOthers) {
  EXPECT_TRUE(has_day_after(8));
  EXPECT_TRUE(has_day_after(90));
  EXPECT_FALSE(has_day_after(92));
}

TEST_F(PostgresPruneTest, AHostKeepsWhatItsOwnHistorySays) {
  record(gone_, {.m5 = std::chrono::days(20)}, 1);
  EXPECT_TRUE(has_day_after(20));
  EXPECT_FALSE(has_day_after(22));
}

TEST_F(PostgresPruneTest, AHostOfAnOlderMimonKeepsTheDefault) {
  ask("UPDATE mimon_hosts SET retention_1s = NULL, retention_10s = NULL, retention_1m = NULL, "
      "retention_5m = NULL WHERE host = 'gone'");
  EXPECT_TRUE(has_day_after(90));
  EXPECT_FALSE(has_day_after(92));
}

TEST_F(PostgresPruneTest, AHostThatIsGoneHoldsEachResolutionForItsOwnRetention) {
  const auto days = [&] {
    std::string there;
    for (const Resolution resolution : kResolutions) there += has_day(resolution) ? '+' : '-';
    return there;
  };
  const std::vector<std::pair<int, std::string>> steps{
      {1, "++++"}, {3, "-+++"}, {5, "--++"}, {16, "---+"}, {92, "----"}};
  for (const auto& [gone, there] : steps) {
    drop_days_after(gone);
    EXPECT_EQ(days(), there) << "after " << gone << " days";
  }
}

TEST_F(PostgresPruneTest, TheLastMinutesOfAHostAreRolledUpBeforeItsSamplesGo) {
  const auto samples = [&](Resolution resolution) {
    return ask("SELECT sum(samples)::text FROM " + std::string(table_of(resolution)) +
               " WHERE host = 'gone'");
  };
  EXPECT_NE(samples(Resolution::m5), "30");
  drop_days_after(3);
  ASSERT_FALSE(has_day(Resolution::s1));
  for (const Resolution resolution : {Resolution::s10, Resolution::m1, Resolution::m5})
    EXPECT_EQ(samples(resolution), "30") << resolution_name(resolution);
  record(gone_, Retention(), 30);
  for (const Resolution resolution : {Resolution::s10, Resolution::m1})
    EXPECT_GE(std::stoi(samples(resolution)), 58) << resolution_name(resolution);
}

TEST_F(PostgresPruneTest, AHostThatIsRemovedIsInNoListAndHoldsNoDays) {
  auto store = here_.open(kHours);
  const auto has_rows = [&](const std::string& table) {
    return ask("SELECT EXISTS (SELECT FROM " + table + " WHERE host = 'gone')::text") == "true";
  };
  ASSERT_TRUE(has_rows("system_metrics_history"));
  ASSERT_EQ(store->hosts().value().size(), 2U);
  ASSERT_GT(store->series("gone").size(), 0U);
  // As docs/stores.md says.
  ask("DELETE FROM system_metrics_history WHERE device_id IN (SELECT device_id FROM mimon_devices "
      "JOIN mimon_hosts USING (host_id) WHERE host = 'gone')");
  ask("DELETE FROM mimon_hosts WHERE host = 'gone'");
  EXPECT_FALSE(has_rows("system_metrics_history"));
  EXPECT_TRUE(has_rows("system_metrics_5m"));
  ASSERT_EQ(store->hosts().value().size(), 1U);
  EXPECT_EQ(store->series("gone").size(), 0U);
  EXPECT_EQ(ask("SELECT count(*)::text FROM mimon_devices"), "1");
  store.reset();
  drop_days();
  for (const Resolution resolution : kResolutions) EXPECT_FALSE(has_day(resolution));
}

TEST_F(PostgresPruneTest, AHostThatIsRemovedWhileItWritesIsMadeAnew) {
  const auto store = gone_.open(Retention());
  machine_.tick(*store, 1);
  gone_.settle(*store);
  ask("DELETE FROM mimon_hosts WHERE host = 'gone'");
  const std::int64_t second = machine_.now();
  machine_.tick(*store, 2);
  gone_.settle(*store);
  const QueryResult result = testing::answer(
      *store, testing::ask({testing::kLoadKey}, second - 3600, second + 60, Resolution::s1));
  EXPECT_EQ(testing::seconds_of(result), std::vector<std::int64_t>{second});
}

TEST_F(PostgresPruneTest, AHostThatIsToKeepMoreThanBeforeNeedsAllThatIsThere) {
  const std::string needs =
      "SELECT coalesce(keeps_1s::text, 'all') FROM mimon_hosts WHERE host = 'here'";
  EXPECT_NE(ask(needs), "all");
  record(here_, Retention(), 10);
  EXPECT_EQ(ask(needs), "all");
}

}  // namespace
}  // namespace mimon::store::postgres
