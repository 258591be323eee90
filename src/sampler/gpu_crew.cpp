#include "sampler/gpu_crew.h"

#include <condition_variable>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>

namespace mimon {

struct GpuCrew::Queue::State {
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Job> jobs;
  std::size_t idle = 0;  ///< threads that wait for a job
  bool stop = false;

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      ++idle;
      wake.wait(lock, [&] { return stop || !jobs.empty(); });
      --idle;
      if (stop) return;
      Job job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      job();
      job = nullptr;
      lock.lock();
    }
  }
};

GpuCrew::Queue::Queue() : state_(std::make_unique<State>()) {}

GpuCrew::Queue::~Queue() = default;

void GpuCrew::Queue::push(Job job) {
  const std::lock_guard lock(state_->mutex);
  state_->jobs.push_back(std::move(job));
  // Who is awake takes the rest.
  if (state_->jobs.size() == 1) state_->wake.notify_one();
}

void GpuCrew::Queue::push(std::vector<Job> jobs) {
  const std::lock_guard lock(state_->mutex);
  const bool waited = !state_->jobs.empty();
  std::move(jobs.begin(), jobs.end(), std::back_inserter(state_->jobs));
  if (!waited && !state_->jobs.empty()) state_->wake.notify_one();
}

GpuCrew::GpuCrew() : queue_(std::make_shared<Queue>()) {
  add();
}

GpuCrew::~GpuCrew() {
  stop();
}

void GpuCrew::add() {
  threads_.push_back(
      std::make_unique<DetachableThread>([queue = queue_] { queue->state_->work(); }));
}

void GpuCrew::relieve() {
  {
    const std::lock_guard lock(queue_->state_->mutex);
    if (queue_->state_->jobs.empty()) return;
    if (queue_->state_->idle > 0) return queue_->state_->wake.notify_one();
  }
  if (threads_.size() < kMost) add();
}

bool GpuCrew::stop() {
  {
    const std::lock_guard lock(queue_->state_->mutex);
    queue_->state_->stop = true;
    queue_->state_->jobs.clear();
    queue_->state_->wake.notify_all();
  }
  bool ended = true;
  for (const auto& thread : threads_) ended = thread->end() && ended;
  return ended;
}

}  // namespace mimon
