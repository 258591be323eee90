#pragma once

#include <memory>

#include "api/http.h"
#include "base/log.h"
#include "base/result.h"
#include "server/assets.h"
#include "server/endpoint.h"
#include "server/options.h"

namespace mimon::server {

class UpgradeHandler;

/// The HTTP server: one I/O thread, and workers for requests that may block. Safe to use from any
/// thread.
class Server {
 public:
  /// `api` and `upgrades` (null where there is none) must outlive the server.
  Server(ServerOptions options, const api::Handler& api, AssetSet assets, Logger log,
         UpgradeHandler* upgrades = nullptr);
  /// Stops, and waits for the API calls under way.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and starts to serve; once. Raises the process's soft limit of open files to what the
  /// connection limit needs. Says where it listens, with the port that was free for
  /// port 0. The error is one line for the person who chose the options.
  [[nodiscard]] Result<Endpoint> start();

  /// Takes no more connections, closes the idle ones, gives requests under way until the drain
  /// time-out to be answered, then closes. Ends within that and 0.8 s. False where a call of the
  /// API still runs: the process should then exit without taking down what that call uses.
  bool stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimon::server
