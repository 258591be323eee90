#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace mimon::host {

/// A call into the kernel that may never return, on a thread of its own. There is at most one such
/// thread: it cannot be cancelled, so nothing new is started before it has returned. The thread
/// owns what it needs, and may outlive this object. For use by one thread.
template <typename T>
class HangingCall {
 public:
  /// Calls `function` on a new thread, unless the last call is still out or no thread can be had.
  /// `function` must own all that it uses.
  void start(std::function<T()> function) {
    if (state_) return;
    auto state = std::make_shared<State>();
    try {
      std::thread([state, call = std::move(function)] {
        T result = call();
        const std::lock_guard lock(state->mutex);
        state->result = std::move(result);
        state->done.notify_all();
      }).detach();
    } catch (const std::system_error&) {
      return;
    }
    state_ = std::move(state);
  }

  /// The answer to the call that was started, once; absent while there is none by `deadline`.
  [[nodiscard]] std::optional<T> take(std::chrono::steady_clock::time_point deadline) {
    if (!state_) return std::nullopt;
    std::unique_lock lock(state_->mutex);
    if (!state_->done.wait_until(lock, deadline, [&] { return state_->result.has_value(); })) {
      return std::nullopt;
    }
    std::optional<T> result = std::move(state_->result);
    lock.unlock();
    state_.reset();
    return result;
  }

  /// Whether a call was started whose answer was not taken.
  [[nodiscard]] bool is_out() const { return state_ != nullptr; }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable done;
    std::optional<T> result;
  };
  std::shared_ptr<State> state_;
};

}  // namespace mimon::host
