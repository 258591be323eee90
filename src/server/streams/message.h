#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mimon::server {

/// A text message, written once and shared by all clients that it goes to. Never empty where set.
using Message = std::shared_ptr<const std::string>;

/// What one sample says on one topic: a message, or several in order. Null where it says nothing.
using Batch = std::shared_ptr<const std::vector<Message>>;

[[nodiscard]] inline Message make_message(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
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
