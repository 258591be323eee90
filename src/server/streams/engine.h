#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/io.h"
#include "server/peers.h"
#include "server/request.h"
#include "server/streams/broadcaster.h"
#include "server/streams/engine_session.h"
#include "server/streams/websocket.h"
#include "server/upgrade.h"

namespace mimon::server {

/// The server's end of Engine.IO, version 4: long polling and WebSocket, for Socket.IO's rooms. I/O
/// thread only.
class Engine {
 public:
  /// `sockets` outlives this. More than `max_sessions` are refused, once those that were abandoned
  /// have made room, and one of the peer that holds most: a flood of handshakes keeps nobody out.
  Engine(const EngineOptions& options, std::size_t max_sessions, WebSockets& sockets);

  [[nodiscard]] static bool owns(std::string_view path);
  [[nodiscard]] Task<api::Response> handle(const HttpRequest& request, WaitingClient& client);
  [[nodiscard]] Task<> upgrade(Socket socket, OwnedRequest request);

  void publish(StreamSamplePtr sample) { rooms_.publish(std::move(sample)); }
  [[nodiscard]] bool has_sample() const { return rooms_.newest() != nullptr; }
  void check(MonoTime now);
  /// Ends all sessions, and begins no more.
  void stop();
  [[nodiscard]] std::size_t size() const { return sessions_.size(); }

 private:
  using SessionPtr = std::shared_ptr<EngineSession>;

  [[nodiscard]] bool full(std::uint64_t newcomer);
  void drop_abandoned();
  [[nodiscard]] SessionPtr begin(std::uint64_t peer);
  [[nodiscard]] SessionPtr find(const HttpRequest& request) const;
  [[nodiscard]] Task<> carry(Socket socket, OwnedRequest request, SessionPtr session);
  [[nodiscard]] Task<api::Response> poll(SessionPtr session, WaitingClient& client);
  void drop(EngineSession& session);
  void drop_closed();

  const EngineOptions options_;
  const std::size_t max_sessions_;
  WebSockets& sockets_;
  Broadcaster rooms_;
  std::unordered_map<std::string, SessionPtr> sessions_;
  PerPeer<EngineSession> by_peer_;  ///< the same
  bool stopped_ = false;
  MonoTime made_room_{};
};

}  // namespace mimon::server
