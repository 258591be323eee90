#pragma once

#include <functional>
#include <string_view>

#include "api/http.h"
#include "server/io.h"
#include "server/request.h"

namespace mimon::server {

/// The client of a request whose answer may wait.
class WaitingClient {
 public:
  virtual ~WaitingClient() = default;
  /// Calls `then` where the answer is to wait no longer: the client hangs up or sends more, or its
  /// connection is wanted for another. Once a request; never after the end of its task.
  virtual void watch(std::function<void()> then) = 0;
};

/// Serves the paths that hold a connection or an answer for long: WebSocket, Socket.IO. What comes
/// here has passed the access policy: host, origin, token. I/O thread only.
/// It outlives the server, so that sockets and timers belong into its tasks, which end with the
/// server, not into its members.
class UpgradeHandler {
 public:
  virtual ~UpgradeHandler() = default;

  /// True for the paths that are this handler's.
  [[nodiscard]] virtual bool owns(std::string_view path) const = 0;

  /// Answers a request on such a path that asks for no upgrade; may wait (long polling), without a
  /// time-out of the server's, if it watches the client. Both hold until the task ends.
  [[nodiscard]] virtual Task<api::Response> handle(const HttpRequest& request,
                                                   WaitingClient& client) = 0;

  /// Takes the connection over, to answer the upgrade itself. It counts no more as one of the
  /// server's: limits, time-outs and closing are the handler's.
  [[nodiscard]] virtual Task<> upgrade(Socket socket, OwnedRequest request) = 0;

  /// The server stops: answer what waits, close what is open.
  virtual void stop() = 0;
};

}  // namespace mimon::server
