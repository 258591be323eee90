#pragma once

#include <cstddef>
#include <set>
#include <utility>

namespace mimon::server {

class WebSocket;

/// What the unfinished messages of all WebSockets take together, so that many clients that begin
/// long ones cannot fill the memory. I/O thread only.
class MessageMemory {
 public:
  explicit MessageMemory(std::size_t most) : most_(most) {}

  /// `holder` holds `after` bytes instead of `before`.
  void hold(WebSocket& holder, std::size_t before, std::size_t after) {
    if (before == after) return;
    holders_.erase({before, &holder});
    if (after > 0) holders_.emplace(after, &holder);
    used_ = used_ - before + after;
  }

  /// Who holds most, while all together hold too much; else null.
  [[nodiscard]] WebSocket* largest_of_too_many() const {
    return used_ > most_ ? holders_.rbegin()->second : nullptr;
  }

 private:
  const std::size_t most_;
  std::size_t used_ = 0;
  std::set<std::pair<std::size_t, WebSocket*>> holders_;
};

}  // namespace mimon::server
