#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "server/io.h"
#include "server/streams/engine_packet.h"
#include "server/streams/message_budget.h"
#include "server/streams/outbox.h"
#include "server/streams/outlet.h"
#include "server/streams/socket_session.h"
#include "server/streams/websocket.h"
#include "server/upgrade.h"

namespace mimon::server {

/// What Engine.IO's clients are told.
struct EngineOptions {
  std::chrono::milliseconds ping_interval{25'000};
  std::chrono::milliseconds ping_timeout{20'000};
  /// For a WebSocket to take over from polling; else it is closed, and polling goes on.
  std::chrono::milliseconds upgrade_timeout{10'000};
  std::size_t max_payload = 1'000'000;  ///< bytes of a message or a polling payload
};

/// One client of Engine.IO: by polling, by WebSocket, or on the way from the one to the other. A
/// flood of packets, of whatever type, ends it. I/O thread only.
class EngineSession final : public Outlet {
 public:
  EngineSession(const EngineOptions& options, Broadcaster& rooms, std::string id,
                std::uint64_t peer);

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] std::uint64_t peer() const { return peer_; }
  [[nodiscard]] bool closed() const { return closed_; }
  /// True where a WebSocket carries it, or is about to.
  [[nodiscard]] bool has_socket() const { return socket_ != nullptr || probing_ != nullptr; }
  /// True where nobody has been there for a second: no WebSocket, no poll that waits.
  [[nodiscard]] bool abandoned(MonoTime now) const;

  void send(Message message) override;
  void offer(Outbox::Topic topic, const Batch& batch) override;
  void forget(Outbox::Topic topic) override;
  void close(std::uint16_t code, std::string_view reason) override;

  /// What the client sent by polling; false where it breaks the protocol, which ends the session.
  [[nodiscard]] bool receive_payload(std::string_view payload);
  /// Waits for something to send, and gives it as a polling payload; a noop where `client` is to
  /// wait no longer. Absent where the client must not ask, which ends the session where it already
  /// does.
  [[nodiscard]] Task<std::optional<std::string>> poll(WaitingClient& client);

  /// `socket` carries the session from its start.
  void open_on(WebSocket& socket);
  /// `socket` will, once the client has tried it.
  void probe_on(WebSocket& socket, MonoTime now);
  void receive_from(WebSocket& socket, std::string_view message, bool binary);
  /// `socket` is no more.
  void detach(const WebSocket& socket);

  /// Sends pings, and ends the session where they are not answered; ends an upgrade that takes too
  /// long. To be called about every two seconds.
  void check(MonoTime now);

 private:
  [[nodiscard]] bool is_flood();
  void receive(const EnginePacket& packet);
  void probe(WebSocket& socket, const EnginePacket& packet);
  void end(std::string_view farewell);
  [[nodiscard]] bool quiet() const { return outbox_.empty() && !closed_ && !noop_; }
  void end_poll();
  [[nodiscard]] std::string drain();
  [[nodiscard]] std::string open_packet(bool upgrades) const;
  void wake();

  const EngineOptions& options_;
  const std::string id_;
  const std::uint64_t peer_;  ///< who began it
  Outbox outbox_;             ///< of polling
  WebSocket* socket_ = nullptr;
  WebSocket* probing_ = nullptr;
  MonoTime probe_by_{};
  Timer* poll_ = nullptr;  ///< of the poll that waits
  std::string farewell_;   ///< the last packet of a poll
  bool noop_ = false;      ///< the poll is to end
  bool closed_ = false;
  const MonoTime connect_by_;
  MonoTime seen_;  ///< the last request
  MessageBudget budget_;
  MonoTime ping_at_;
  MonoTime pong_by_ = MonoTime::max();
  SocketSession client_;
};

}  // namespace mimon::server
