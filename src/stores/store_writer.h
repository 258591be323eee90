#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "stores/store.h"

namespace mimon::store {

/// The one thread that appends to a store, behind a queue, so that a slow disk never holds a tick
/// back. When the queue is full the oldest snapshot is dropped and counted: that second becomes a
/// gap. Safe to use from any thread.
class StoreWriter {
 public:
  /// `store` must outlive it. The queue holds `capacity` snapshots, at least one.
  explicit StoreWriter(Store& store, std::size_t capacity = kCapacity);
  StoreWriter(const StoreWriter&) = delete;
  StoreWriter& operator=(const StoreWriter&) = delete;
  /// As `stop`.
  ~StoreWriter();

  /// Never blocks on the store. After `stop` it does nothing.
  void push(SnapshotPtr snapshot);
  /// Appends what is in the queue and ends the thread.
  void stop();

  /// The store's status, with what the queue knows: what it dropped, and that the store does not
  /// keep up.
  [[nodiscard]] StoreStatus status() const;

  static constexpr std::size_t kCapacity = 60;

 private:
  void run();

  Store& store_;
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<SnapshotPtr> queue_;
  std::uint64_t dropped_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mimon::store
