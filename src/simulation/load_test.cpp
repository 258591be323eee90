#include "simulation/load.h"

#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "collectors/all_collectors.h"

namespace mimon::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Keeps the names and seconds of what it is sent; is away as often as it is told.
class FakeEngine final : public store::remote::Engine {
 public:
  int away = 0;  ///< calls that fail, once there were `well`
  int well = 0;
  std::size_t at_once = 1000;  ///< records that it takes of a call
  std::map<std::string, std::vector<std::int64_t>> taken;

  [[nodiscard]] std::string encode(const store::remote::HostIdentity& identity,
                                   const Snapshot& /*snapshot*/,
                                   std::chrono::sys_seconds time) const override {
    return identity.host + "@" + std::to_string(time.time_since_epoch().count());
  }
  [[nodiscard]] Result<store::remote::Sent> send(std::span<const std::string> records) override {
    if (well-- <= 0 && away > 0) {
      --away;
      return Error{{}, "away"};
    }
    const auto count = std::min(at_once, records.size());
    for (const std::string& record : records.first(count)) {
      const auto at = record.find('@');
      taken[record.substr(0, at)].push_back(std::stoll(record.substr(at + 1)));
    }
    return store::remote::Sent{.taken = count};
  }
  [[nodiscard]] Result<void> maintain(WallTime /*now*/) override { return {}; }
  [[nodiscard]] Result<store::QueryResult> query(const store::Query& /*query*/) const override {
    return store::QueryResult();
  }
  [[nodiscard]] store::Resolution resolution_for(const store::Query& /*query*/) const override {
    return store::Resolution::s1;
  }
  [[nodiscard]] Result<std::vector<store::SeriesInfo>> series(
      std::string_view /*host*/) const override {
    return std::vector<store::SeriesInfo>();
  }
  [[nodiscard]] Result<std::vector<store::HostSummary>> hosts() const override {
    return std::vector<store::HostSummary>();
  }
  [[nodiscard]] std::string location() const override { return "fake"; }
};

class LoadTest : public testing::Test {
 protected:
  LoadReport run(const LoadOptions& options) {
    return run_load(options, catalog_, engine_, [](const LoadReport&) {}, [] { return false; });
  }

  const Catalog catalog_ = make_catalog();
  FakeEngine engine_;
};

TEST_F(LoadTest, WritesEveryHostOnceAnInterval) {
  const auto report = run(
      {.hosts = 30, .gpus = 2, .interval = milliseconds(1000), .duration = seconds(2), .batch = 7});
  EXPECT_EQ(report.made, 60U);
  EXPECT_EQ(report.taken, 60U);
  EXPECT_EQ(engine_.taken.size(), 30U);
  for (const auto& [host, times] : engine_.taken) {
    ASSERT_EQ(times.size(), 2U) << host;
    EXPECT_EQ(times[1], times[0] + 1) << host;
  }
  EXPECT_GT(report.bytes, 0U);
}

TEST_F(LoadTest, SendsAgainWhatWasNotTaken) {
  engine_.away = 1;
  engine_.well = 1;
  engine_.at_once = 3;
  const auto report = run({.hosts = 10,
                           .gpus = 1,
                           .interval = milliseconds(1000),
                           .duration = seconds(1),
                           .batch = 10});
  EXPECT_EQ(report.taken, 10U);
  EXPECT_EQ(report.away, 1U);
  EXPECT_EQ(report.trouble, "away");
  EXPECT_EQ(engine_.taken.size(), 10U);
}

TEST_F(LoadTest, EndsWhereTheStoreIsNotReachedAtAll) {
  engine_.away = 1'000'000;
  const auto report = run({.hosts = 5,
                           .gpus = 1,
                           .interval = milliseconds(1000),
                           .duration = seconds(3600),
                           .batch = 5});
  EXPECT_EQ(report.taken, 0U);
  EXPECT_EQ(report.away, 1U);
  EXPECT_EQ(report.trouble, "away");
}

TEST_F(LoadTest, CanBeStopped) {
  const LoadOptions options{
      .hosts = 5, .gpus = 1, .interval = milliseconds(1000), .duration = seconds(3600), .batch = 5};
  const auto report = run_load(
      options, catalog_, engine_, [](const LoadReport&) {},
      [this] { return !engine_.taken.empty(); });
  EXPECT_LT(report.made, 50U);
}

}  // namespace
}  // namespace mimon::simulation
