#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/streams/broadcaster.h"
#include "server/streams/outlet.h"
#include "server/streams/socket_packet.h"

namespace mimon::server {

/// Writes a room's sample as the event `system:metrics`.
[[nodiscard]] Batch encode_room(const StreamSamplePtr& sample, std::string_view room);

/// One client of Socket.IO, over whatever carries Engine.IO's messages: the default namespace, the
/// events `subscribe` and `unsubscribe`. What breaks the protocol closes the connection; what is
/// only wrong is answered with the event `error`. A packet is acted on before its attachments come:
/// they mean nothing here, and are dropped.
class SocketSession final : public MessageHandler {
 public:
  static constexpr std::size_t kMaxRooms = 128;

  /// Both outlive the session. `id` is what the client is told.
  SocketSession(Broadcaster& rooms, Outlet& outlet, std::string id);

  void on_message(std::string_view message, bool binary) override;
  /// The client is gone.
  void end();
  [[nodiscard]] bool connected() const { return connected_; }

 private:
  void take(const SocketPacket& packet);
  void connect(std::string_view nsp);
  void on_event(const SocketPacket& packet);
  void subscribe(const std::string& room, std::optional<std::uint64_t> ack);
  void unsubscribe(const std::string& room, std::optional<std::uint64_t> ack);
  void tell(std::string_view event, std::string_view room, std::optional<std::uint64_t> ack);
  void complain(std::string_view what, std::optional<std::uint64_t> ack);
  void break_off(std::string_view why);

  Outlet& outlet_;
  const std::string id_;
  Subscriptions rooms_;
  bool connected_ = false;
  std::uint32_t missing_ = 0;  ///< attachments of the last packet
};

}  // namespace mimon::server
