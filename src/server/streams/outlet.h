#pragma once

#include <cstdint>
#include <string_view>

#include "server/streams/outbox.h"

namespace mimon::server {

/// Why a WebSocket is closed (RFC 6455, 7.4.1).
namespace close_code {
inline constexpr std::uint16_t kNormal = 1000;
inline constexpr std::uint16_t kGoingAway = 1001;
inline constexpr std::uint16_t kPolicy = 1008;
inline constexpr std::uint16_t kTryAgain = 1013;  ///< IANA's registry of close codes
}  // namespace close_code

/// Where a client is reached, whatever carries it. I/O thread only. After its end all calls do
/// nothing.
class Outlet {
 public:
  virtual ~Outlet() = default;
  /// Sends an answer. A client that leaves too many of them untaken is cut off.
  virtual void send(Message message) = 0;
  /// Sends a topic's sample, or puts it in the place of the one that still waits.
  virtual void offer(Outbox::Topic topic, const Batch& batch) = 0;
  /// Drops what waits of a topic.
  virtual void forget(Outbox::Topic topic) = 0;
  /// Ends the connection, in the way of its protocol, after what was sent.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
};

/// Takes what a client sends.
class MessageHandler {
 public:
  virtual ~MessageHandler() = default;
  /// A text message, or a binary one. May call the outlet that it came from.
  virtual void on_message(std::string_view message, bool binary) = 0;
};

}  // namespace mimon::server
