#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/log.h"
#include "server/options.h"
#include "server/streams/broadcaster.h"
#include "server/streams/engine.h"
#include "server/streams/websocket.h"
#include "server/upgrade.h"

namespace mimon::server {

struct StreamOptions {
  /// WebSockets, and sessions of Engine.IO; see `kMaxStreams`.
  std::size_t connections = kMaxStreams;
  std::size_t max_message = std::size_t{16} << 10;  ///< what a client of the plain stream may send
  /// What messages that are not all there may take of all clients together, in bytes.
  std::size_t max_begun = std::size_t{16} << 20;
  SocketTimes times;
  EngineOptions engine;
};

/// The streams: `/ws/system-metrics`, and Socket.IO at `/socket.io/` and `/ws/socket.io/`. Must
/// outlive the server that it is handed to.
class Streams final : public UpgradeHandler {
 public:
  Streams(StreamOptions options, Logger log);

  /// Gives a new sample to all clients, and to those who come before the next. Any thread; returns
  /// at once. Where the I/O thread is behind, only the newest is given.
  void publish(StreamSamplePtr sample);

  /// How many WebSockets are open. Any thread.
  [[nodiscard]] std::size_t open() const { return open_; }

  [[nodiscard]] bool owns(std::string_view path) const override;
  [[nodiscard]] Task<api::Response> handle(const HttpRequest& request,
                                           WaitingClient& client) override;
  [[nodiscard]] Task<> upgrade(Socket socket, OwnedRequest request) override;
  void stop() override;

 private:
  void begin(const Executor& executor);
  void give();
  [[nodiscard]] bool full(std::uint64_t newcomer);
  [[nodiscard]] Task<> serve_metrics(Socket socket, OwnedRequest request);
  [[nodiscard]] bool any() const { return sockets_.size() + engine_.size() > 0; }
  [[nodiscard]] Task<> watch();

  const StreamOptions options_;
  const Logger log_;
  WebSockets sockets_;
  Broadcaster channels_;
  Engine engine_;
  bool stopped_ = false;
  bool watching_ = false;
  Timer* timer_ = nullptr;  ///< while watching

  std::atomic<std::size_t> open_ = 0;
  std::mutex mutex_;
  std::optional<Executor> executor_;  ///< from the first client to the stop
  StreamSamplePtr next_;
};

}  // namespace mimon::server
