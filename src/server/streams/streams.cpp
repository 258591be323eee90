#include "server/streams/streams.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <utility>

#include "server/reply.h"
#include "server/streams/metrics_session.h"

namespace mimon::server {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view kMetricsPath = "/ws/system-metrics";
constexpr milliseconds kTickAtEnd{50};
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

/// How often time limits are looked at that the shortest of them is kept to about an eighth.
milliseconds share_of(milliseconds shortest) {
  return std::clamp(shortest / 8, milliseconds(5), milliseconds(5000));
}

milliseconds tick_for_all(const SocketTimes& times, const EngineOptions& engine) {
  return share_of(
      std::min({times.ping, times.pong, times.write, engine.ping_interval, engine.ping_timeout}));
}

Task<> refuse_upgrade(Socket socket) {
  error_code ignored;
  co_await asio::async_write(socket, asio::buffer(kFull), await(ignored));
}

}  // namespace

Streams::Streams(StreamOptions options, Logger log)
    : options_(options),
      log_(std::move(log)),
      sockets_(options_.times, options_.max_begun),
      channels_([encoder = MetricsEncoder()](const auto& sample, auto channel) mutable {
        return encoder(sample, channel);
      }),
      engine_(options_.engine, options_.connections, sockets_) {}

void Streams::publish(StreamSamplePtr sample) {
  const std::lock_guard lock(mutex_);
  const bool posted = next_ != nullptr && executor_;
  next_ = std::move(sample);
  if (executor_ && !posted) asio::post(*executor_, [this] { give(); });
}

void Streams::give() {
  StreamSamplePtr sample;
  {
    const std::lock_guard lock(mutex_);
    sample = std::exchange(next_, nullptr);
  }
  if (!sample || stopped_) return;
  channels_.publish(sample);
  engine_.publish(std::move(sample));
}

void Streams::begin(const Executor& executor) {
  if (stopped_) return;
  {
    const std::lock_guard lock(mutex_);
    executor_ = executor;
  }
  if (!channels_.newest()) give();
  if (!std::exchange(watching_, true)) asio::co_spawn(executor, watch(), asio::detached);
}

bool Streams::owns(std::string_view path) const {
  return path == kMetricsPath || Engine::owns(path);
}

bool Streams::full(std::uint64_t newcomer) {
  return stopped_ || (sockets_.size() >= options_.connections && !sockets_.make_room(newcomer));
}

Task<api::Response> Streams::handle(const HttpRequest& request, WaitingClient& client) {
  if (Engine::owns(request.path())) {
    begin(co_await asio::this_coro::executor);
    auto answer = co_await engine_.handle(request, client);
    co_return answer;
  }
  auto response = problem_reply(426, "This path speaks WebSocket.").response;
  response.headers.emplace_back("Upgrade", "websocket");
  co_return response;
}

// No coroutine: its frame would last as long as the connection.
Task<> Streams::upgrade(Socket socket, OwnedRequest owned) {
  if (full(owned.request.peer)) return refuse_upgrade(std::move(socket));
  begin(socket.get_executor());
  if (Engine::owns(owned.request.path()))
    return engine_.upgrade(std::move(socket), std::move(owned));
  return serve_metrics(std::move(socket), std::move(owned));
}

Task<> Streams::serve_metrics(Socket socket, OwnedRequest owned) {
  const auto websocket = std::make_shared<WebSocket>(
      std::move(socket), std::string(owned.read_ahead), sockets_,
      WebSocket::Options{
          .max_message = options_.max_message, .pings = true, .peer = owned.request.peer});
  const bool accepted = co_await websocket->accept(owned.request);
  owned = OwnedRequest();
  if (!accepted) co_return;
  if (stopped_) websocket->close(close_code::kGoingAway, "the server stops");
  MetricsSession session(channels_, *websocket);
  open_ = sockets_.size();
  co_await websocket->run(session);
}

void Streams::stop() {
  stopped_ = true;
  {
    const std::lock_guard lock(mutex_);
    executor_.reset();
  }
  engine_.stop();
  sockets_.close_all(close_code::kGoingAway, "the server stops");
  if (timer_ != nullptr) timer_->cancel();
}

Task<> Streams::watch() {
  const auto executor = co_await asio::this_coro::executor;
  Timer timer(executor);
  timer_ = &timer;
  const auto tick_for_ending = share_of(options_.times.close * 2);
  const auto all_every = tick_for_all(options_.times, options_.engine);
  auto all_at = steady_clock::now() + all_every;
  do {
    timer.expires_after(stopped_ ? kTickAtEnd : std::min(tick_for_ending, all_every));
    error_code ignored;
    co_await timer.async_wait(await(ignored));
    const auto now = steady_clock::now();
    sockets_.check_ending(now);
    if (stopped_ || now >= all_at) {
      all_at = now + all_every;
      sockets_.check(now);
      engine_.check(now);
    }
    open_ = sockets_.size();
  } while (any());
  timer_ = nullptr;
  watching_ = false;
}

}  // namespace mimon::server
