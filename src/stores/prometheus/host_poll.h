#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/result.h"
#include "stores/store.h"

namespace mimon::store::prometheus {

/// The list of hosts, asked for on a thread of its own and only while somebody wants it: whoever
/// comes while it is being asked for shares that answer. No lock is held while it is asked for.
/// Safe to use from any thread.
class HostPoll {
 public:
  using List = Result<std::vector<HostSummary>>;
  using Ask = std::function<List()>;

  struct Pace {
    std::chrono::milliseconds fresh{1000};     ///< so old a list is given as it is
    std::chrono::milliseconds usable{10'000};  ///< so old a one too, while a newer is asked for
    int rest = 3;                              ///< times that an answer took are left between two
  };

  /// `ask` is called on one thread, one at a time.
  explicit HostPoll(Ask ask) : HostPoll(std::move(ask), Pace()) {}
  HostPoll(Ask ask, Pace pace) : ask_(std::move(ask)), pace_(pace) {}
  HostPoll(const HostPoll&) = delete;
  HostPoll& operator=(const HostPoll&) = delete;
  /// Waits for what is being asked.
  ~HostPoll();

  /// At once where there is a usable list; otherwise once there is. An error is never kept longer
  /// than `fresh`.
  [[nodiscard]] List newest();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void run();
  [[nodiscard]] std::chrono::steady_clock::duration due() const;

  const Ask ask_;
  const Pace pace_;
  std::mutex mutex_;  ///< guards everything below
  std::condition_variable wanted_changed_;
  std::condition_variable round_ended_;
  bool wanted_ = false;
  bool stopping_ = false;
  std::uint64_t rounds_ = 0;  ///< that have ended
  std::optional<List> list_;
  Time began_;  ///< the round that gave `list_`
  std::chrono::steady_clock::duration took_{};
  std::thread thread_;  ///< from the first question on
};

}  // namespace mimon::store::prometheus
