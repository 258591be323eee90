#include "sampler/gpu_crew.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <vector>

namespace mimon {
namespace {

/// Something that jobs wait for.
class Gate {
 public:
  [[nodiscard]] GpuCrew::Job job() const {
    return [state = state_] {
      ++state->entered;
      state->entered.notify_all();
      state->open.wait(false);
    };
  }
  void wait_for_entry() const { state_->entered.wait(0); }
  void open() {
    state_->open = true;
    state_->open.notify_all();
  }

 private:
  struct State {
    std::atomic<int> entered = 0;
    std::atomic<bool> open = false;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// Waits for everything that was pushed before, as far as it gets through.
void push_and_wait(GpuCrew& crew) {
  auto done = std::make_shared<std::promise<void>>();
  crew.queue()->push([done] { done->set_value(); });
  done->get_future().wait();
}

TEST(GpuCrew, OneThreadDoesAllInOrder) {
  GpuCrew crew;
  std::vector<int> order;
  for (int i = 0; i < 100; ++i) crew.queue()->push([&order, i] { order.push_back(i); });
  push_and_wait(crew);
  ASSERT_EQ(order.size(), 100U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  crew.relieve();
  EXPECT_EQ(crew.size(), 1U);
  EXPECT_TRUE(crew.stop());
}

TEST(GpuCrew, WhatWaitsBehindAHungCallIsRelieved) {
  GpuCrew crew;
  Gate first, second;
  crew.queue()->push(first.job());
  first.wait_for_entry();
  crew.relieve();
  EXPECT_EQ(crew.size(), 1U) << "nothing waits";
  crew.queue()->push(second.job());
  crew.relieve();
  second.wait_for_entry();
  auto done = std::make_shared<std::promise<void>>();
  crew.queue()->push([done] { done->set_value(); });
  crew.relieve();
  done->get_future().wait();
  EXPECT_EQ(crew.size(), 3U);
  second.open();
  first.open();
  push_and_wait(crew);
  EXPECT_TRUE(crew.stop());
}

TEST(GpuCrew, LetsGoOfACallThatHangsAtTheEnd) {
  Gate gate;
  {
    GpuCrew crew;
    crew.queue()->push(gate.job());
    gate.wait_for_entry();
    EXPECT_FALSE(crew.stop());
  }
  gate.open();
}

}  // namespace
}  // namespace mimon
