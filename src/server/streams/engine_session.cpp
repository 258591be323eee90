#include "server/streams/engine_session.h"

#include <fmt/format.h>

#include <boost/asio/this_coro.hpp>
#include <utility>

namespace mimon::server {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// While a WebSocket is tried no poll is held longer: the client waits for its end.
constexpr milliseconds kProbedPoll{100};

/// A client that polls is away for a moment between two polls.
constexpr std::chrono::seconds kAbandoned{1};

/// Sets a pointer back at the end of a scope.
template <typename T>
class Lent {
 public:
  Lent(T*& pointer, T& target) : pointer_(pointer) { pointer_ = &target; }
  ~Lent() { pointer_ = nullptr; }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;

 private:
  T*& pointer_;
};

}  // namespace

EngineSession::EngineSession(const EngineOptions& options, Broadcaster& rooms, std::string id,
                             std::uint64_t peer)
    : options_(options),
      id_(std::move(id)),
      peer_(peer),
      connect_by_(steady_clock::now() + options.ping_interval + options.ping_timeout),
      seen_(steady_clock::now()),
      ping_at_(steady_clock::now() + options.ping_interval),
      client_(rooms, *this, id_.substr(0, 20)) {
  if (!outbox_.push(make_message(open_packet(true)))) closed_ = true;
}

std::string EngineSession::open_packet(bool upgrades) const {
  return fmt::format(
      R"(0{{"sid":"{}","upgrades":[{}],"pingInterval":{},"pingTimeout":{},"maxPayload":{}}})", id_,
      upgrades ? R"("websocket")" : "", options_.ping_interval.count(),
      options_.ping_timeout.count(), options_.max_payload);
}

bool EngineSession::abandoned(MonoTime now) const {
  return !has_socket() && poll_ == nullptr && now - seen_ >= kAbandoned;
}

void EngineSession::open_on(WebSocket& socket) {
  outbox_ = Outbox();
  socket_ = &socket;
  socket.send(make_message(open_packet(false)));
}

void EngineSession::probe_on(WebSocket& socket, MonoTime now) {
  probing_ = &socket;
  probe_by_ = now + options_.upgrade_timeout;
}

void EngineSession::send(Message message) {
  if (closed_) return;
  if (socket_ != nullptr) return socket_->send(std::move(message));
  if (!outbox_.push(std::move(message))) return end("1");
  wake();
}

void EngineSession::offer(Outbox::Topic topic, const Batch& batch) {
  if (closed_) return;
  if (socket_ != nullptr) return socket_->offer(topic, batch);
  outbox_.offer(topic, batch);
  wake();
}

void EngineSession::forget(Outbox::Topic topic) {
  outbox_.forget(topic);
  if (socket_ != nullptr) socket_->forget(topic);
}

void EngineSession::close(std::uint16_t code, std::string_view reason) {
  if (closed_) return;
  if (socket_ != nullptr) socket_->close(code, reason);
  end("1");
}

void EngineSession::end(std::string_view farewell) {
  if (std::exchange(closed_, true)) return;
  farewell_ = farewell;
  client_.end();
  for (auto* socket : {socket_, probing_}) {
    if (socket != nullptr) socket->close(close_code::kNormal, "");
  }
  wake();
}

void EngineSession::wake() {
  if (poll_ != nullptr) poll_->cancel();
}

void EngineSession::end_poll() {
  noop_ = true;
  wake();
}

bool EngineSession::receive_payload(std::string_view payload) {
  seen_ = steady_clock::now();
  const auto packets = parse_engine_payload(payload);
  if (!packets) end("1");
  if (closed_ || socket_ != nullptr) return false;
  for (const auto& packet : *packets) {
    if (!closed_) receive(packet);
  }
  return true;
}

bool EngineSession::is_flood() {
  if (budget_.take(steady_clock::now())) return false;
  close(close_code::kPolicy, "too many messages");
  return true;
}

void EngineSession::receive(const EnginePacket& packet) {
  if (is_flood()) return;
  using Type = EnginePacket::Type;
  switch (packet.type) {
    case Type::close:
      return end("6");
    case Type::ping:  // the server's to send
      return end("1");
    case Type::pong:
      pong_by_ = MonoTime::max();
      ping_at_ = steady_clock::now() + options_.ping_interval;
      return;
    case Type::message:
      return client_.on_message(packet.data, false);
    case Type::binary:
      return client_.on_message(packet.data, true);
    default:
      return;
  }
}

Task<std::optional<std::string>> EngineSession::poll(WaitingClient& client) {
  if (poll_ != nullptr) end("1");
  if (poll_ != nullptr || socket_ != nullptr || closed_) co_return std::nullopt;
  Timer timer(co_await asio::this_coro::executor);
  const Lent<Timer> lent(poll_, timer);
  if (quiet()) client.watch([this] { end_poll(); });
  while (quiet()) {
    if (probing_ != nullptr)
      timer.expires_after(kProbedPoll);
    else
      timer.expires_at(MonoTime::max());
    error_code error;
    co_await timer.async_wait(await(error));
    if (!error) noop_ = true;
  }
  noop_ = false;
  seen_ = steady_clock::now();
  co_return drain();
}

std::string EngineSession::drain() {
  std::string payload;
  const auto add = [&payload](std::string_view packet) {
    if (!payload.empty()) payload += kPacketSeparator;
    payload += packet;
  };
  while (payload.size() < options_.max_payload / 2) {
    const auto message = outbox_.pop();
    if (!message) break;
    add(message->text());
  }
  if (closed_) add(farewell_);
  if (payload.empty()) add("6");
  return payload;
}

void EngineSession::receive_from(WebSocket& socket, std::string_view message, bool binary) {
  if (closed_ || (&socket != socket_ && &socket != probing_)) return;
  const auto packet =
      binary ? EnginePacket{EnginePacket::Type::binary, message} : parse_engine_packet(message);
  if (!packet) return &socket == socket_ ? end("1") : socket.close(close_code::kPolicy, "");
  &socket == socket_ ? receive(*packet) : probe(socket, *packet);
}

void EngineSession::probe(WebSocket& socket, const EnginePacket& packet) {
  if (is_flood()) return;
  if (packet.type == EnginePacket::Type::ping && packet.data == "probe") {
    socket.send(make_message("3probe"));
    return end_poll();
  }
  if (packet.type != EnginePacket::Type::upgrade) return socket.close(close_code::kPolicy, "");
  probing_ = nullptr;
  socket_ = &socket;
  end_poll();
  socket.adopt(std::exchange(outbox_, {}));
}

void EngineSession::detach(const WebSocket& socket) {
  if (probing_ == &socket) probing_ = nullptr;
  if (socket_ != &socket) return;
  socket_ = nullptr;
  end("1");
}

void EngineSession::check(MonoTime now) {
  if (closed_) return;
  if (now >= pong_by_ || (!client_.connected() && now >= connect_by_)) return end("1");
  if (probing_ != nullptr && now >= probe_by_)
    std::exchange(probing_, nullptr)->close(close_code::kPolicy, "no upgrade in time");
  if (now < ping_at_) return;
  ping_at_ = MonoTime::max();
  pong_by_ = now + options_.ping_timeout;
  send(make_message("2"));
}

}  // namespace mimon::server
