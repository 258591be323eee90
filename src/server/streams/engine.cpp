#include "server/streams/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>

#include "server/reply.h"
#include "server/security.h"

namespace mimon::server {
namespace {

using boost::system::error_code;

/// Between two looks for abandoned sessions, each of which goes through all of them.
constexpr std::chrono::milliseconds kMakeRoom{100};

/// What Engine.IO's own server answers; clients show it.
struct Refusal {
  unsigned status;
  int code;
  std::string_view message;
};
constexpr Refusal kUnknownTransport{400, 0, "Transport unknown"};
constexpr Refusal kUnknownSession{400, 1, "Session ID unknown"};
constexpr Refusal kBadMethod{400, 2, "Bad handshake method"};
constexpr Refusal kBadRequest{400, 3, "Bad request"};
constexpr Refusal kOtherVersion{400, 5, "Unsupported protocol version"};
constexpr Refusal kFull{503, 3, "Too many streams are open"};

api::Response text_answer(std::string text, std::string_view type) {
  api::Response response;
  response.content_type = type;
  response.body = std::make_shared<const std::string>(std::move(text));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

api::Response answer(const Refusal& refusal) {
  auto response =
      text_answer(fmt::format(R"({{"code":{},"message":"{}"}})", refusal.code, refusal.message),
                  "application/json");
  response.status = refusal.status;
  return response;
}

/// A parameter of the query, as sent.
std::string_view parameter(std::string_view target, std::string_view name) {
  auto query = target.substr(std::min(target.find('?'), target.size()));
  while (!query.empty()) {
    query.remove_prefix(1);
    const auto part = query.substr(0, query.find('&'));
    if (part.starts_with(name) && part.substr(name.size()).starts_with('='))
      return part.substr(name.size() + 1);
    query.remove_prefix(part.size());
  }
  return {};
}

std::optional<Refusal> refuse(const HttpRequest& request, std::string_view transport) {
  if (parameter(request.target, "transport") != transport) return kUnknownTransport;
  if (parameter(request.target, "EIO") != "4") return kOtherVersion;
  return std::nullopt;
}

/// Hands what a WebSocket gets to its session, and tells it of the WebSocket's end.
class Carrier final : public MessageHandler {
 public:
  Carrier(EngineSession& session, WebSocket& socket) : session_(session), socket_(socket) {}
  ~Carrier() override { session_.detach(socket_); }
  Carrier(const Carrier&) = delete;
  Carrier& operator=(const Carrier&) = delete;

  void on_message(std::string_view message, bool binary) override {
    session_.receive_from(socket_, message, binary);
  }

 private:
  EngineSession& session_;
  WebSocket& socket_;
};

Task<> refuse_upgrade(Socket socket, Refusal refusal) {
  const auto body = *answer(refusal).body;
  const auto bytes = fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
      "Connection: close\r\n\r\n{}",
      refusal.status, reason_phrase(refusal.status), body.size(), body);
  error_code ignored;
  co_await asio::async_write(socket, asio::buffer(bytes), await(ignored));
}

}  // namespace

Engine::Engine(const EngineOptions& options, std::size_t max_sessions, WebSockets& sockets)
    : options_(options), max_sessions_(max_sessions), sockets_(sockets), rooms_(encode_room) {}

bool Engine::owns(std::string_view path) {
  return path == "/socket.io/" || path == "/ws/socket.io/" || path == "/socket.io" ||
         path == "/ws/socket.io";
}

bool Engine::full(std::uint64_t newcomer) {
  if (stopped_) return true;
  if (sessions_.size() >= max_sessions_) drop_abandoned();
  if (sessions_.size() < max_sessions_) return false;
  const auto* greedier = by_peer_.greedier(newcomer);
  if (greedier == nullptr) return true;
  auto& session = **greedier->begin();
  session.close(close_code::kTryAgain, "others need the place");
  drop(session);
  return false;
}

void Engine::drop_abandoned() {
  const auto now = std::chrono::steady_clock::now();
  if (now - made_room_ < kMakeRoom) return;
  made_room_ = now;
  for (const auto& [id, session] : sessions_) {
    if (session->abandoned(now)) session->close(close_code::kPolicy, "");
  }
  drop_closed();
}

Engine::SessionPtr Engine::begin(std::uint64_t peer) {
  auto id = make_token();
  auto session = std::make_shared<EngineSession>(options_, rooms_, id, peer);
  by_peer_.add(peer, *session);
  sessions_.emplace(std::move(id), session);
  return session;
}

void Engine::drop(EngineSession& session) {
  by_peer_.remove(session.peer(), session);
  sessions_.erase(std::string(session.id()));
}

Engine::SessionPtr Engine::find(const HttpRequest& request) const {
  const auto found = sessions_.find(std::string(parameter(request.target, "sid")));
  return found == sessions_.end() || found->second->closed() ? nullptr : found->second;
}

Task<api::Response> Engine::handle(const HttpRequest& request, WaitingClient& client) {
  if (const auto refused = refuse(request, "polling")) co_return answer(*refused);
  const bool reads = request.method == "GET";
  if (parameter(request.target, "sid").empty()) {
    if (!reads) co_return answer(kBadMethod);
    if (full(request.peer)) co_return answer(kFull);
    const auto session = begin(request.peer);
    const auto response = co_await poll(session, client);
    co_return response;
  }
  const auto session = find(request);
  if (!session) co_return answer(kUnknownSession);
  if (reads) {
    const auto response = co_await poll(session, client);
    co_return response;
  }
  const bool taken = request.method == "POST" && session->receive_payload(request.body);
  if (session->closed()) drop(*session);
  co_return taken ? text_answer("ok", "text/html") : answer(kBadRequest);
}

Task<api::Response> Engine::poll(SessionPtr session, WaitingClient& client) {
  auto payload = co_await session->poll(client);
  if (session->closed()) drop(*session);
  if (!payload) co_return answer(kBadRequest);
  co_return text_answer(std::move(*payload), "text/plain; charset=UTF-8");
}

// No coroutine: its frame would last as long as the connection.
Task<> Engine::upgrade(Socket socket, OwnedRequest owned) {
  auto refused = refuse(owned.request, "websocket");
  const bool fresh = parameter(owned.request.target, "sid").empty();
  auto session = fresh ? nullptr : find(owned.request);
  if (!refused && fresh && full(owned.request.peer)) refused = kFull;
  if (!refused && !fresh && !session) refused = kUnknownSession;
  if (!refused && session && session->has_socket()) refused = kBadRequest;
  if (refused) return refuse_upgrade(std::move(socket), *refused);
  return carry(std::move(socket), std::move(owned), std::move(session));
}

Task<> Engine::carry(Socket socket, OwnedRequest owned, SessionPtr session) {
  const auto websocket = std::make_shared<WebSocket>(
      std::move(socket), std::string(owned.read_ahead), sockets_,
      WebSocket::Options{
          .max_message = options_.max_payload, .pings = false, .peer = owned.request.peer});
  const auto peer = owned.request.peer;
  const bool accepted = co_await websocket->accept(owned.request);
  owned = OwnedRequest();
  if (!accepted || stopped_ || (session && (session->closed() || session->has_socket()))) co_return;
  if (session) {
    session->probe_on(*websocket, std::chrono::steady_clock::now());
  } else {
    session = begin(peer);
    session->open_on(*websocket);
  }
  Carrier carrier(*session, *websocket);
  co_await websocket->run(carrier);
  session->detach(*websocket);
  if (session->closed()) drop(*session);
}

void Engine::drop_closed() {
  std::erase_if(sessions_, [this](const auto& entry) {
    auto& session = *entry.second;
    if (session.closed()) by_peer_.remove(session.peer(), session);
    return session.closed();
  });
}

void Engine::check(MonoTime now) {
  for (const auto& [id, session] : sessions_) session->check(now);
  drop_closed();
}

void Engine::stop() {
  stopped_ = true;
  for (const auto& [id, session] : sessions_)
    session->close(close_code::kGoingAway, "the server stops");
  drop_closed();
}

}  // namespace mimon::server
