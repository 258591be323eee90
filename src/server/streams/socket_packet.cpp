#include "server/streams/socket_packet.h"

#include <algorithm>

#include "base/text.h"

namespace mimon::server {
namespace {

/// Takes the digits off the front; absent where there are none, or too many.
template <typename T>
std::optional<T> take_number(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = parse_number<T>(text.substr(0, end));
  text.remove_prefix(end);
  return number;
}

bool take_attachments(std::string_view& text, SocketPacket& packet) {
  const auto count = take_number<std::uint32_t>(text);
  if (!count || *count > kMaxAttachments || !text.starts_with('-')) return false;
  packet.attachments = *count;
  text.remove_prefix(1);
  return true;
}

void take_namespace(std::string_view& text, SocketPacket& packet) {
  const auto end = std::min(text.find(','), text.size());
  packet.nsp = text.substr(0, end);
  packet.nsp = packet.nsp.substr(0, packet.nsp.find('?'));
  text.remove_prefix(std::min(end + 1, text.size()));
}

}  // namespace

std::optional<SocketPacket> parse_socket_packet(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '6') return std::nullopt;
  SocketPacket packet;
  packet.type = static_cast<SocketPacket::Type>(text.front() - '0');
  text.remove_prefix(1);
  const bool binary = packet.type == SocketPacket::Type::binary_event ||
                      packet.type == SocketPacket::Type::binary_ack;
  if (binary && !take_attachments(text, packet)) return std::nullopt;
  if (text.starts_with('/')) take_namespace(text, packet);
  if (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    packet.id = take_number<std::uint64_t>(text);
    if (!packet.id) return std::nullopt;
  }
  packet.payload = text;
  return packet;
}

}  // namespace mimon::server
