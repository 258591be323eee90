#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "server/streams/message.h"

namespace mimon::server {

/// What waits to be sent to one client: its answers, in order and up to a limit, and of each topic
/// the newest sample only. For one thread.
class Outbox {
 public:
  /// Names a topic; never looked into.
  using Topic = const void*;

  static constexpr std::size_t kMaxAnswers = std::size_t{64} << 10;  ///< bytes

  /// Appends an answer; false where the client leaves too many untaken.
  [[nodiscard]] bool push(Message message);
  /// Puts the topic's newest sample; one that still waits is dropped for it.
  void offer(Topic topic, const Batch& batch);
  /// Drops what waits of a topic.
  void forget(Topic topic);
  void forget_all() { samples_.clear(); }

  /// Takes the next: the rest of a sample that was begun, then answers, then the topic that has
  /// waited longest. Null where empty.
  [[nodiscard]] Message pop();
  [[nodiscard]] bool empty() const { return answers_.empty() && samples_.empty() && !begun_; }
  /// Samples that a newer one replaced before they were taken.
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  std::vector<Message> answers_;
  std::size_t answer_bytes_ = 0;
  std::vector<std::pair<Topic, Batch>> samples_;
  Batch begun_;
  std::size_t next_ = 0;  ///< in `begun_`
  std::uint64_t dropped_ = 0;
};

}  // namespace mimon::server
