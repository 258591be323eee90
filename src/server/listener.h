#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <functional>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "server/endpoint.h"
#include "server/io.h"

namespace mimon::server {

/// Takes connections on all addresses of a host. I/O thread only, but `bind`.
class Listener {
 public:
  using OnAccept = std::function<void(Socket)>;

  Listener(Executor executor, Logger log);

  /// Opens the ports and gives the one bound; the host may be a name, looked up meanwhile. An
  /// address that this machine lacks is left out where the name has another. The error is one line
  /// for the person who chose the address.
  [[nodiscard]] Result<Endpoint> bind(const Endpoint& endpoint);

  /// Hands each connection to `on_accept`, until `close`. Where the system has no more descriptors
  /// or memory it says so once and tries again.
  void start(OnAccept on_accept);
  void close();

 private:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

  [[nodiscard]] bool is_open(const asio::ip::address& address) const;
  [[nodiscard]] boost::system::error_code open(const asio::ip::tcp::endpoint& address);
  [[nodiscard]] Task<> accept(Acceptor& acceptor);

  Executor executor_;
  FailureLog failures_;
  Logger log_;
  std::vector<Acceptor> acceptors_;
  OnAccept on_accept_;
};

}  // namespace mimon::server
