// Engine.IO's polling payloads, the Socket.IO packets in them, and what a session does with those.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/streams/engine_packet.h"
#include "server/streams/socket_packet.h"
#include "server/streams/socket_session.h"

namespace {

using namespace mimon::server;

bool inside(std::string_view whole, std::string_view part) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

/// Sends nothing, and notes its end.
class Sink final : public Outlet {
 public:
  void send(Message message) override {
    if (message->text().empty()) __builtin_trap();
  }
  void offer(Outbox::Topic, const Batch&) override {}
  void forget(Outbox::Topic) override {}
  void close(std::uint16_t, std::string_view) override { closed = true; }

  bool closed = false;
};

void check_parts(std::string_view text) {
  const auto packet = parse_socket_packet(text);
  if (packet && !inside(text, packet->payload)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto packets = parse_engine_payload(text);
  if (!packets) return 0;
  Broadcaster rooms(encode_room);
  Sink sink;
  SocketSession session(rooms, sink, "id");
  session.on_message("0", false);
  for (const auto& packet : *packets) {
    if (!inside(text, packet.data)) __builtin_trap();
    check_parts(packet.data);
    if (sink.closed) continue;
    if (packet.type == EnginePacket::Type::message) session.on_message(packet.data, false);
    if (packet.type == EnginePacket::Type::binary) session.on_message(packet.data, true);
  }
  return 0;
}
