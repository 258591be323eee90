#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <thread>

namespace mimon {

/// A thread whose body may hang in code that cannot be cancelled, such as a driver. Its body must
/// own everything that it uses (shared_ptr): a hung one outlives this object.
class DetachableThread {
 public:
  explicit DetachableThread(std::function<void()> body);
  /// As `end`.
  ~DetachableThread();
  DetachableThread(const DetachableThread&) = delete;
  DetachableThread& operator=(const DetachableThread&) = delete;

  /// Waits for the body to return, `kGrace` at most, and then lets go of it; false where it hung.
  bool end();

  static constexpr std::chrono::milliseconds kGrace{50};

 private:
  struct Done;
  std::shared_ptr<Done> done_;
  std::thread thread_;
  bool hung_ = false;
};

}  // namespace mimon
