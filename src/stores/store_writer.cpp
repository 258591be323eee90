#include "stores/store_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace mimon::store {

StoreWriter::StoreWriter(Store& store, std::size_t capacity)
    : store_(store), capacity_(std::max<std::size_t>(capacity, 1)), thread_([this] { run(); }) {}

StoreWriter::~StoreWriter() {
  stop();
}

void StoreWriter::push(SnapshotPtr snapshot) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    if (queue_.size() == capacity_) {
      queue_.pop_front();
      ++dropped_;
    }
    queue_.push_back(std::move(snapshot));
  }
  wake_.notify_one();
}

void StoreWriter::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void StoreWriter::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const SnapshotPtr snapshot = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    store_.append(*snapshot);
    lock.lock();
  }
}

StoreStatus StoreWriter::status() const {
  StoreStatus status = store_.status();
  const std::lock_guard lock(mutex_);
  status.dropped += dropped_;
  status.unwritten += queue_.size();
  if (status.state == StoreStatus::State::ok &&
      queue_.size() > std::min<std::size_t>(5, capacity_ / 2)) {
    status.state = StoreStatus::State::degraded;
    status.detail =
        fmt::format("the store does not keep up: {} samples wait for it", queue_.size());
  }
  return status;
}

}  // namespace mimon::store
