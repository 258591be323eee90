#include "stores/prometheus/host_poll.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace mimon::store::prometheus {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// Answers with one host, named after the number of the question.
class Engine {
 public:
  HostPoll::List ask() {
    std::unique_lock lock(mutex_);
    ++asked_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return answers_; });
    if (away_) return Error{{}, "away"};
    HostSummary host;
    host.host = std::to_string(asked_);
    return std::vector{host};
  }
  void answer(bool yes) {
    const std::lock_guard lock(mutex_);
    answers_ = yes;
    changed_.notify_all();
  }
  void wait_asked(int times) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return asked_ >= times; });
  }
  void set_away(bool away) {
    const std::lock_guard lock(mutex_);
    away_ = away;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int asked_ = 0;
  bool answers_ = true;
  bool away_ = false;
};

class HostPollTest : public ::testing::Test {
 protected:
  static std::string host(const HostPoll::List& list) { return list.value().at(0).host; }
  Engine engine_;
};

TEST_F(HostPollTest, WhatIsFreshIsGivenAgain) {
  HostPoll poll([this] { return engine_.ask(); }, {.fresh = hours(1), .usable = hours(1)});
  EXPECT_EQ(host(poll.newest()), "1");
  EXPECT_EQ(host(poll.newest()), "1");
}

TEST_F(HostPollTest, WhoeverComesMeanwhileSharesTheAnswer) {
  engine_.answer(false);
  HostPoll poll([this] { return engine_.ask(); }, {.fresh = hours(1), .usable = hours(1)});
  std::array<std::string, 8> got;
  std::vector<std::thread> threads;
  threads.reserve(got.size());
  for (auto& one : got) threads.emplace_back([&] { one = host(poll.newest()); });
  engine_.wait_asked(1);
  engine_.answer(true);
  for (auto& thread : threads) thread.join();
  for (const auto& one : got) EXPECT_EQ(one, "1");
}

TEST_F(HostPollTest, AnOldListIsGivenWhileANewerIsAskedFor) {
  HostPoll poll([this] { return engine_.ask(); },
                {.fresh = milliseconds(0), .usable = hours(1), .rest = 0});
  EXPECT_EQ(host(poll.newest()), "1");
  engine_.answer(false);
  EXPECT_EQ(host(poll.newest()), "1");
  engine_.wait_asked(2);
  EXPECT_EQ(host(poll.newest()), "1");
  engine_.answer(true);
  while (host(poll.newest()) == "1") std::this_thread::yield();
}

TEST_F(HostPollTest, AListThatIsTooOldIsNotGiven) {
  HostPoll poll([this] { return engine_.ask(); },
                {.fresh = milliseconds(0), .usable = milliseconds(0)});
  EXPECT_EQ(host(poll.newest()), "1");
  EXPECT_EQ(host(poll.newest()), "2");
}

TEST_F(HostPollTest, AnErrorIsAskedAgainAtOnce) {
  HostPoll poll([this] { return engine_.ask(); },
                {.fresh = milliseconds(0), .usable = hours(1), .rest = 1'000'000});
  engine_.set_away(true);
  EXPECT_FALSE(poll.newest());
  engine_.set_away(false);
  EXPECT_EQ(host(poll.newest()), "2");
}

}  // namespace
}  // namespace mimon::store::prometheus
