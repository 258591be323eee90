#include "server/worker_pool.h"

#include <limits>
#include <system_error>
#include <utility>

#include "server/thread.h"

namespace mimon::server {

WorkerPool::WorkerPool(unsigned threads, std::size_t waiting)
    : max_threads_(threads), waiting_(waiting) {}

WorkerPool::~WorkerPool() {
  stop(std::chrono::steady_clock::now());
}

bool WorkerPool::submit(Job job) {
  return push(std::move(job), waiting_);
}

bool WorkerPool::resume(Job job) {
  return push(std::move(job), std::numeric_limits<std::size_t>::max());
}

bool WorkerPool::push(Job job, std::size_t limit) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= limit) return false;
    if (threads_.size() < max_threads_ && running_ + jobs_.size() >= threads_.size() && !grow() &&
        threads_.empty())
      return false;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_all();
  return true;
}

bool WorkerPool::grow() {
  try {
    threads_.push_back(start_thread("mimon-worker", [this] { work(); }));
    return true;
  } catch (const std::system_error&) {
    return false;  // Those that there are do what comes.
  }
}

bool WorkerPool::stop(std::chrono::steady_clock::time_point deadline) {
  std::deque<Job> dropped;
  std::unique_lock lock(mutex_);
  stopping_ = true;
  dropped.swap(jobs_);
  changed_.notify_all();
  return changed_.wait_until(lock, deadline, [this] { return running_ == 0; });
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (stopping_) return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    ++running_;
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    --running_;
    changed_.notify_all();
  }
}

}  // namespace mimon::server
