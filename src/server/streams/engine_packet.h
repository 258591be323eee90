#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace mimon::server {

/// A packet of the Engine.IO protocol, version 4. `data` points into what was parsed.
struct EnginePacket {
  enum class Type : char {
    open = '0',
    close = '1',
    ping = '2',
    pong = '3',
    message = '4',
    upgrade = '5',
    noop = '6',
    binary = 'b',  ///< a binary message, in base64; in polling payloads only
  };
  Type type;
  std::string_view data;
};

inline constexpr char kPacketSeparator = '\x1e';

/// A text packet as in a WebSocket message; absent where it is none.
[[nodiscard]] std::optional<EnginePacket> parse_engine_packet(std::string_view text);

/// The packets of a polling payload; absent where one of them is none, or there is none.
[[nodiscard]] std::optional<std::vector<EnginePacket>> parse_engine_payload(std::string_view text);

}  // namespace mimon::server
