#include "server/streams/engine_packet.h"

#include <algorithm>

namespace mimon::server {

std::optional<EnginePacket> parse_engine_packet(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '6') return std::nullopt;
  return EnginePacket{static_cast<EnginePacket::Type>(text.front()), text.substr(1)};
}

std::optional<std::vector<EnginePacket>> parse_engine_payload(std::string_view text) {
  std::vector<EnginePacket> packets;
  for (;;) {
    const auto end = std::min(text.find(kPacketSeparator), text.size());
    const auto part = text.substr(0, end);
    if (part.starts_with('b')) {
      packets.push_back({EnginePacket::Type::binary, part.substr(1)});
    } else if (const auto packet = parse_engine_packet(part)) {
      packets.push_back(*packet);
    } else {
      return std::nullopt;
    }
    if (end == text.size()) return packets;
    text.remove_prefix(end + 1);
  }
}

}  // namespace mimon::server
