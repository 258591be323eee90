#include "stores/prometheus/host_poll.h"

#include <algorithm>

namespace mimon::store::prometheus {

using std::chrono::steady_clock;

HostPoll::~HostPoll() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// How old a list has to be for another to be asked for.
steady_clock::duration HostPoll::due() const {
  if (!*list_) return pace_.fresh;
  const steady_clock::duration longest = pace_.usable / 2;
  return std::max<steady_clock::duration>(pace_.fresh, std::min(took_ * pace_.rest, longest));
}

HostPoll::List HostPoll::newest() {
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  const auto age = steady_clock::now() - began_;
  if (list_ && age < due()) return *list_;
  wanted_ = true;
  wanted_changed_.notify_all();
  if (list_ && *list_ && age < pace_.usable) return *list_;
  round_ended_.wait(lock, [this, before = rounds_] { return rounds_ != before; });
  return *list_;
}

void HostPoll::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_changed_.wait(lock, [this] { return stopping_ || wanted_; });
    if (stopping_) return;
    lock.unlock();
    const auto began = steady_clock::now();
    List list = ask_();
    lock.lock();
    wanted_ = false;
    began_ = began;
    took_ = steady_clock::now() - began;
    list_ = std::move(list);
    ++rounds_;
    round_ended_.notify_all();
  }
}

}  // namespace mimon::store::prometheus
