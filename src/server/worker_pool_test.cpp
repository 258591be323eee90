#include "server/worker_pool.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>

namespace mimon::server {
namespace {

using std::chrono::steady_clock;

TEST(WorkerPool, RunsJobsOnOtherThreads) {
  WorkerPool pool(2, 4);
  std::promise<std::thread::id> ran;
  ASSERT_TRUE(pool.submit([&] { ran.set_value(std::this_thread::get_id()); }));
  EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
}

TEST(WorkerPool, RefusesNewWorkButNotWhatWasLetIn) {
  WorkerPool pool(1, 1);
  std::promise<void> started;
  std::promise<void> gate;
  std::promise<void> resumed;
  ASSERT_TRUE(pool.submit([&] {
    started.set_value();
    gate.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(pool.submit([] {}));
  EXPECT_FALSE(pool.submit([] {}));
  EXPECT_TRUE(pool.resume([&] { resumed.set_value(); }));
  gate.set_value();
  resumed.get_future().wait();
}

TEST(WorkerPool, StopsWithoutWaitingForWhatHangs) {
  std::promise<void> started;
  std::promise<void> gate;
  const auto dropped = std::make_shared<int>(1);
  WorkerPool pool(1, 4);
  ASSERT_TRUE(pool.submit([&] {
    started.set_value();
    gate.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(pool.submit([dropped] { ADD_FAILURE() << "ran after the stop"; }));
  EXPECT_FALSE(pool.stop(steady_clock::now()));
  EXPECT_EQ(dropped.use_count(), 1);
  EXPECT_FALSE(pool.submit([] {}));
  gate.set_value();
  EXPECT_TRUE(pool.stop(steady_clock::now() + std::chrono::seconds(10)));
}

}  // namespace
}  // namespace mimon::server
