#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mimon::server {

/// A few threads for what may wait. Safe to use from any thread.
class WorkerPool {
 public:
  using Job = std::function<void()>;

  /// Threads start with the first job. `waiting` bounds the jobs that no thread has taken.
  WorkerPool(unsigned threads, std::size_t waiting);
  /// Waits for the jobs under way.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Runs `job`, which must not throw, on some thread; false where too many wait or the pool stops.
  [[nodiscard]] bool submit(Job job);
  /// The same for the next part of what was let in before: never refused for want of room.
  [[nodiscard]] bool resume(Job job);

  /// Takes no more jobs, drops those waiting, waits until `deadline` for those under way. False
  /// where one of them still runs.
  bool stop(std::chrono::steady_clock::time_point deadline);

 private:
  bool push(Job job, std::size_t limit);
  bool grow();
  void work();

  const unsigned max_threads_;
  const std::size_t waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::size_t running_ = 0;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace mimon::server
