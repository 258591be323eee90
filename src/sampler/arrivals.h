#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace mimon {

/// Where the tick waits for the answers of its lanes, with one wake-up for all of them.
class Arrivals {
 public:
  /// Begins a tick that `expected` lanes will answer.
  void expect(std::uint64_t tick, std::size_t expected);
  /// A lane answered `tick`; an answer to an earlier one does not count.
  void arrive(std::uint64_t tick);
  /// Waits until all have answered, `patience` at most; whether they have.
  [[nodiscard]] bool wait(std::chrono::milliseconds patience);

 private:
  std::mutex mutex_;
  std::condition_variable all_here_;
  std::uint64_t tick_ = 0;
  std::size_t missing_ = 0;
};

}  // namespace mimon
