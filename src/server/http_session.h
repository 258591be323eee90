#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "base/log.h"
#include "server/connections.h"
#include "server/io.h"
#include "server/options.h"
#include "server/reply_head.h"
#include "server/request_reader.h"
#include "server/site.h"
#include "server/upgrade.h"
#include "server/worker_pool.h"

namespace mimon::server {

/// What all sessions share. I/O thread only, but the pool.
struct SessionContext {
  const ServerOptions& options;
  Site& site;
  WorkerPool& workers;
  Connections& connections;
  BodyMemory& bodies;
  HeadWriter& heads;
  UpgradeHandler* upgrades;  ///< null where there is none
  Logger log;
};

/// One HTTP connection, from its accept to its end.
class HttpSession final : public Connection {
 public:
  HttpSession(SessionContext& context, Socket socket);
  ~HttpSession() override;
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  /// Serves until the connection ends. `overload`: answers 503 to the first request, and ends.
  [[nodiscard]] Task<> run(bool overload);

  [[nodiscard]] MonoTime deadline() const override { return deadline_; }
  [[nodiscard]] std::uint64_t peer() const override { return peer_; }
  [[nodiscard]] Stage stage() const override;
  [[nodiscard]] MonoTime since() const override { return since_; }
  void expire() override;
  void drain() override;
  void give_way() override;
  void close() override;

 private:
  class Watch;
  using Buffers = std::array<asio::const_buffer, 3>;

  [[nodiscard]] Task<bool> read_request();
  [[nodiscard]] std::optional<Reply> reply_at_once();
  [[nodiscard]] Task<std::optional<Reply>> reply_later();
  [[nodiscard]] Task<bool> send(Reply reply);
  [[nodiscard]] Task<bool> stream(Reply& reply);
  [[nodiscard]] Task<bool> write(Buffers buffers);
  /// Writes what the socket takes at once; true where that was all.
  [[nodiscard]] bool write_now(Buffers& buffers, boost::system::error_code& error);
  [[nodiscard]] Task<> linger();
  void take_over();
  void limit(std::chrono::milliseconds time);
  void wait_without_limit();

  SessionContext& context_;
  Socket socket_;
  const std::uint64_t peer_;
  RequestReader reader_;
  std::string head_;
  MonoTime since_;
  MonoTime deadline_;
  Watch* watch_ = nullptr;  ///< of the poll that waits
  bool keep_alive_ = true;
  bool expired_ = false;
  bool gives_way_ = false;
};

/// Serves `socket` until its end.
[[nodiscard]] Task<> serve_http(SessionContext& context, Socket socket, bool overload);

}  // namespace mimon::server
