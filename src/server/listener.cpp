#include "server/listener.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <utility>

namespace mimon::server {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kRetry{100};

Error bind_error(const Endpoint& endpoint, const error_code& error) {
  const auto text = endpoint.text();
  if (error == asio::error::address_in_use)
    return {{}, text + " is in use; choose another with --listen"};
  if (error == boost::system::errc::address_not_available)
    return {{}, text + " is not an address of this machine; choose another with --listen"};
  if (error == asio::error::access_denied)
    return {{}, text + " may not be listened on by this user; choose a port above 1023"};
  return {error, "cannot listen on " + text};
}

}  // namespace

Listener::Listener(Executor executor, Logger log)
    : executor_(std::move(executor)), failures_(log), log_(std::move(log)) {}

Result<Endpoint> Listener::bind(const Endpoint& endpoint) {
  error_code error;
  asio::ip::basic_resolver<tcp, Executor> resolver(executor_);
  const auto found = resolver.resolve(endpoint.host, "", tcp::resolver::passive, error);
  if (error) return Error{error, "the host '" + endpoint.host + "' has no address"};
  auto bound = endpoint;
  error_code failure;
  for (const auto& entry : found) {
    if (is_open(entry.endpoint().address())) continue;
    error = open({entry.endpoint().address(), bound.port});
    if (error && error != boost::system::errc::address_not_available &&
        error != boost::system::errc::address_family_not_supported) {
      acceptors_.clear();
      return bind_error(bound, error);
    }
    if (error) {
      failure = error;
    } else if (bound.port == 0) {
      bound.port = acceptors_.front().local_endpoint(error).port();
    }
  }
  if (acceptors_.empty()) return bind_error(endpoint, failure);
  return bound;
}

bool Listener::is_open(const asio::ip::address& address) const {
  return std::ranges::any_of(acceptors_, [&](const Acceptor& acceptor) {
    error_code error;
    return acceptor.local_endpoint(error).address() == address;
  });
}

error_code Listener::open(const tcp::endpoint& address) {
  error_code error;
  Acceptor acceptor(executor_);
  if (acceptor.open(address.protocol(), error)) return error;
  if (acceptor.set_option(asio::socket_base::reuse_address(true), error)) return error;
  if (address.address().is_v6() && !address.address().is_unspecified() &&
      acceptor.set_option(asio::ip::v6_only(true), error))
    return error;
  if (acceptor.bind(address, error)) return error;
  if (acceptor.listen(asio::socket_base::max_listen_connections, error)) return error;
  acceptors_.push_back(std::move(acceptor));
  return error;
}

void Listener::start(OnAccept on_accept) {
  on_accept_ = std::move(on_accept);
  for (auto& acceptor : acceptors_) asio::co_spawn(executor_, accept(acceptor), asio::detached);
}

void Listener::close() {
  error_code ignored;
  for (auto& acceptor : acceptors_) acceptor.close(ignored);
}

Task<> Listener::accept(Acceptor& acceptor) {
  while (acceptor.is_open()) {
    error_code error;
    Socket socket(executor_);
    co_await acceptor.async_accept(socket, await(error));
    if (!error) {
      failures_.works("accepting connections");
      on_accept_(std::move(socket));
    } else if (error == asio::error::operation_aborted) {
      co_return;
    } else if (error != asio::error::connection_aborted) {
      failures_.failed("accepting connections", error.message());
      Timer pause(executor_, kRetry);
      co_await pause.async_wait(await(error));
    }
  }
}

}  // namespace mimon::server
