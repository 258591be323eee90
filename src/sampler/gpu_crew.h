#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "sampler/detachable_thread.h"

namespace mimon {

/// The threads that call into drivers: one, as long as every call returns soon, and one more each
/// time a call keeps the others waiting. A thread a GPU would be woken and put to sleep a GPU and a
/// second, which costs more than the calls. For one thread, the sampler's.
class GpuCrew {
 public:
  /// Must own everything that it uses: one that hangs outlives the crew.
  using Job = std::function<void()>;
  /// Where a job may leave more work, from any thread.
  class Queue;

  GpuCrew();
  ~GpuCrew();
  GpuCrew(const GpuCrew&) = delete;
  GpuCrew& operator=(const GpuCrew&) = delete;

  [[nodiscard]] const std::shared_ptr<Queue>& queue() const { return queue_; }

  /// The jobs that wait are kept by the one that runs: brings in another thread for them, up to
  /// `kMost` in all.
  void relieve();

  /// Ends the threads, without the jobs that wait; false where one hangs and had to be let go.
  bool stop();

  /// How many threads there are.
  [[nodiscard]] std::size_t size() const { return threads_.size(); }

  static constexpr std::size_t kMost = 64;

 private:
  void add();

  std::shared_ptr<Queue> queue_;
  std::vector<std::unique_ptr<DetachableThread>> threads_;
};

/// The jobs that wait, first come, first served. Safe to use from any thread.
class GpuCrew::Queue {
 public:
  Queue();
  ~Queue();
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  void push(Job job);
  /// Several with one wake-up.
  void push(std::vector<Job> jobs);

 private:
  friend class GpuCrew;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mimon
