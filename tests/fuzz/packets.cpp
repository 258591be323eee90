// Engine.IO's polling payloads, and the Socket.IO packets in them.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/streams/engine_packet.h"
#include "server/streams/socket_packet.h"

namespace {

bool inside(std::string_view whole, std::string_view part) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto packets = mimon::server::parse_engine_payload(text);
  if (!packets) return 0;
  for (const auto& packet : *packets) {
    if (!inside(text, packet.data)) __builtin_trap();
    const auto inner = mimon::server::parse_socket_packet(packet.data);
    if (inner && !inside(packet.data, inner->payload)) __builtin_trap();
  }
  return 0;
}
