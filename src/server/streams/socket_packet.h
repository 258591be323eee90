#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mimon::server {

/// A packet of the Socket.IO protocol, version 5: `TYPE[ATTACHMENTS-][/NAMESPACE,][ID][JSON]`.
/// Views point into what was parsed.
struct SocketPacket {
  enum class Type {
    connect,
    disconnect,
    event,
    ack,
    connect_error,
    binary_event,
    binary_ack,
  };
  Type type = Type::connect;
  std::uint32_t attachments = 0;    ///< binary messages that follow
  std::string_view nsp = "/";       ///< namespace, without its query
  std::optional<std::uint64_t> id;  ///< of the acknowledgement that is asked for
  std::string_view payload;         ///< JSON, not looked into; may be empty
};

/// More attachments than that are none.
inline constexpr std::uint32_t kMaxAttachments = 10;

/// Absent where `text` is no packet.
[[nodiscard]] std::optional<SocketPacket> parse_socket_packet(std::string_view text);

}  // namespace mimon::server
