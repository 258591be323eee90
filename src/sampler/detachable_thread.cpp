#include "sampler/detachable_thread.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace mimon {

struct DetachableThread::Done {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
};

DetachableThread::DetachableThread(std::function<void()> body)
    : done_(std::make_shared<Done>()), thread_([done = done_, body = std::move(body)]() mutable {
        body();
        body = nullptr;
        const std::lock_guard lock(done->mutex);
        done->done = true;
        done->changed.notify_all();
      }) {}

DetachableThread::~DetachableThread() {
  end();
}

bool DetachableThread::end() {
  if (!thread_.joinable()) return !hung_;
  std::unique_lock lock(done_->mutex);
  const bool ended = done_->changed.wait_for(lock, kGrace, [&] { return done_->done; });
  lock.unlock();
  if (ended) {
    thread_.join();
  } else {
    thread_.detach();
    hung_ = true;
  }
  return ended;
}

}  // namespace mimon
