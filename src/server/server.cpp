#include "server/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <future>
#include <mutex>
#include <utility>

#include "server/descriptors.h"
#include "server/http_session.h"
#include "server/listener.h"
#include "server/peers.h"
#include "server/thread.h"

namespace mimon::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Connections beyond the limit that are told so; more are just closed.
constexpr std::size_t kOverload = 64;
/// Files and sockets that the rest of the program may have open.
constexpr std::size_t kOtherDescriptors = 256;
/// After the drain time-out: for connections to close, and for workers to end.
constexpr milliseconds kClosing{300};
constexpr milliseconds kWorkers{400};

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, const api::Handler& api, AssetSet assets, Logger log,
       UpgradeHandler* upgrades)
      : options_(std::move(options)),
        log_(std::move(log)),
        upgrades_(upgrades),
        site_(options_.access, api, std::move(assets), log_),
        heads_(options_.access),
        connections_(options_.timeouts),
        bodies_(options_.limits.bodies_total),
        listener_(io_.get_executor(), log_),
        workers_(options_.limits.workers, options_.limits.waiting) {
    connections_.start(io_.get_executor());
  }
  ~Impl() { connections_.stop(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<Endpoint> start() {
    if (!options_.access.token.empty() && !is_usable_token(options_.access.token))
      return Error{{}, "the token may hold only visible ASCII characters but \" , ; and \\"};
    allow_descriptors(options_.limits.connections + kOverload + kOtherDescriptors +
                      (upgrades_ ? kMaxStreams : 0));
    auto bound = listener_.bind({options_.host, options_.port});
    if (!bound) return bound;
    listener_.start([this](Socket socket) { accept(std::move(socket)); });
    ended_ = end_.get_future();
    thread_ = start_thread("mimon-http", [this] {
      serve();
      end_.set_value();
    });
    return bound;
  }

  bool stop() {
    const std::lock_guard lock(stop_);
    if (thread_.joinable()) {
      asio::post(io_, [this] { drain(); });
      if (ended_.wait_for(options_.timeouts.drain + kClosing) == std::future_status::timeout)
        io_.stop();
      thread_.join();
    }
    return workers_.stop(steady_clock::now() + kWorkers);
  }

 private:
  /// Whatever one connection throws ends that connection only.
  void serve() {
    for (;;) {
      try {
        io_.run();
        return;
      } catch (const std::exception& error) {
        log_->error("serving failed: {}", error.what());
      }
    }
  }

  void accept(Socket socket) {
    const auto open = connections_.size();
    const auto limit = options_.limits.connections;
    const bool overload = open >= limit && !connections_.make_room(peer_of(socket));
    if (overload && open >= limit + kOverload) return;
    asio::co_spawn(io_, serve_http(context_, std::move(socket), overload),
                   [this](const std::exception_ptr& error) { report(error); });
  }

  void report(const std::exception_ptr& error) const {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const std::exception& what) {
      log_->error("a connection failed: {}", what.what());
    }
  }

  void drain() {
    listener_.close();
    if (upgrades_ != nullptr) upgrades_->stop();
    connections_.drain(options_.timeouts.drain);
  }

  const ServerOptions options_;
  const Logger log_;
  UpgradeHandler* const upgrades_;
  Site site_;
  HeadWriter heads_;
  Connections connections_;
  BodyMemory bodies_;
  asio::io_context io_{1};  ///< its end ends the sessions, which leave `connections_`
  Listener listener_;
  WorkerPool workers_;
  SessionContext context_{options_, site_,  workers_,  connections_,
                          bodies_,  heads_, upgrades_, log_};
  std::mutex stop_;
  std::promise<void> end_;
  std::future<void> ended_;
  std::jthread thread_;
};

Server::Server(ServerOptions options, const api::Handler& api, AssetSet assets, Logger log,
               UpgradeHandler* upgrades)
    : impl_(std::make_unique<Impl>(std::move(options), api, std::move(assets), std::move(log),
                                   upgrades)) {}

// What may throw is a mutex or a thread that cannot be joined: nothing to go on with.
// NOLINTNEXTLINE(bugprone-exception-escape)
Server::~Server() {
  stop();
}

Result<Endpoint> Server::start() {
  return impl_->start();
}

bool Server::stop() {
  return impl_->stop();
}

}  // namespace mimon::server
