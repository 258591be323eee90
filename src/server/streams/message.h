#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mimon::server {

/// A text message, written once and shared by all clients that it goes to: in the frame of a
/// WebSocket, since a server's frames are the same for every client (RFC 6455, 5.1: not masked).
class FramedText {
 public:
  explicit FramedText(std::string_view text);

  [[nodiscard]] std::string_view frame() const { return frame_; }
  [[nodiscard]] std::string_view text() const { return std::string_view(frame_).substr(header_); }

 private:
  std::size_t header_;  ///< bytes before the text
  std::string frame_;
};

/// Null for none.
using Message = std::shared_ptr<const FramedText>;

/// What one sample says on one topic: a message, or several in order. Null where it says nothing.
using Batch = std::shared_ptr<const std::vector<Message>>;

[[nodiscard]] inline Message make_message(std::string_view text) {
  return std::make_shared<const FramedText>(text);
}

[[nodiscard]] inline Batch make_batch(std::vector<Message> messages) {
  return messages.empty() ? nullptr
                          : std::make_shared<const std::vector<Message>>(std::move(messages));
}
[[nodiscard]] inline Batch make_batch(Message message) {
  std::vector<Message> messages;
  messages.push_back(std::move(message));
  return make_batch(std::move(messages));
}

}  // namespace mimon::server
