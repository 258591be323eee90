#include "server/streams/websocket.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <utility>
#include <vector>

namespace mimon::server {
namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
using std::chrono::steady_clock;

/// What the system may hold for a client, about: a backlog there is as stale as one here.
constexpr int kSendBuffer = 64 << 10;
/// Read at a time. Small: each idle client has one.
constexpr std::size_t kChunk = 256;

beast::http::request<beast::http::empty_body> as_beast(const HttpRequest& request) {
  beast::http::request<beast::http::empty_body> copy;
  copy.method_string({request.method.data(), request.method.size()});
  copy.target({request.target.data(), request.target.size()});
  copy.version(request.http11 ? 11 : 10);
  for (const auto& [name, value] : request.fields)
    copy.insert({name.data(), name.size()}, {value.data(), value.size()});
  return copy;
}

}  // namespace

void WebSockets::check(MonoTime now) {
  for (auto* socket : all()) socket->check(now);
}

void WebSockets::check_ending(MonoTime now) {
  for (auto* socket : std::vector(ending_.begin(), ending_.end())) socket->check(now);
}

void WebSockets::close_all(std::uint16_t code, std::string_view reason) {
  for (auto* socket : all()) socket->close(code, reason);
}

bool WebSockets::make_room(std::uint64_t newcomer) {
  const auto* greedier = open_.greedier(newcomer);
  if (greedier != nullptr) (*greedier->begin())->give_way();
  return greedier != nullptr;
}

std::vector<WebSocket*> WebSockets::all() const {
  std::vector<WebSocket*> sockets;
  sockets.reserve(open_.size());
  open_.for_each([&](WebSocket& socket) { sockets.push_back(&socket); });
  return sockets;
}

WebSocket::WebSocket(Socket socket, std::string read_ahead, WebSockets& all, Options options)
    : stream_(std::move(socket), std::move(read_ahead)),
      all_(all),
      heard_(steady_clock::now()),
      moved_(heard_),
      peer_(options.peer),
      pings_(options.pings) {
  error_code ignored;
  stream_.next_layer().socket().set_option(asio::socket_base::send_buffer_size(kSendBuffer),
                                           ignored);
  stream_.read_message_max(options.max_message);
  stream_.auto_fragment(false);
  // One clock for all, `check`, instead of a timer each.
  stream_.set_option(
      websocket::stream_base::timeout{.handshake_timeout = websocket::stream_base::none(),
                                      .idle_timeout = websocket::stream_base::none(),
                                      .keep_alive_pings = false});
  stream_.control_callback([this](websocket::frame_type, beast::string_view) {
    heard_ = steady_clock::now();
    pinged_ = false;
  });
  all_.open_.add(peer_, *this);
}

WebSocket::~WebSocket() {
  drop_begun();
  all_.ending_.erase(this);
  all_.open_.remove(peer_, *this);
}

Task<bool> WebSocket::accept(const HttpRequest& request) {
  const auto copy = as_beast(request);
  error_code error;
  co_await stream_.async_accept(copy, await(error));
  co_return !error;
}

Task<> WebSocket::run(MessageHandler& handler) {
  const auto self = shared_from_this();
  std::array<char, kChunk> chunk{};
  for (;;) {
    error_code error;
    const auto size = co_await stream_.async_read_some(asio::buffer(chunk), await(error));
    if (error) break;
    heard_ = steady_clock::now();
    pinged_ = false;
    const std::string_view part(chunk.data(), size);
    if (!stream_.is_message_done() || !begun_.empty()) keep(part);
    if (!stream_.is_message_done()) continue;
    if (!closing_) handler.on_message(begun_.empty() ? part : begun_, stream_.got_binary());
    drop_begun();
  }
  abort();
}

void WebSocket::keep(std::string_view part) {
  if (closing_) return;
  begun_ += part;
  count_begun();
  while (auto* largest = all_.begun_.largest_of_too_many()) {
    largest->drop_begun();
    largest->close(close_code::kTryAgain, "too many long messages");
  }
}

void WebSocket::drop_begun() {
  begun_ = std::string();
  count_begun();
}

void WebSocket::count_begun() {
  const auto takes = begun_.empty() ? 0 : begun_.capacity();
  all_.begun_.hold(*this, std::exchange(counted_, takes), takes);
}

void WebSocket::send(Message message) {
  if (!open()) return;
  if (!outbox_.push(std::move(message))) return abort();
  flush();
}

void WebSocket::offer(Outbox::Topic topic, const Batch& batch) {
  if (!open()) return;
  if (takes_more() && outbox_.empty() && batch->size() == 1) return write(batch->front());
  outbox_.offer(topic, batch);
  flush();
}

void WebSocket::adopt(Outbox outbox) {
  while (const auto message = outbox.pop()) send(message);
}

void WebSocket::flush() {
  while (takes_more() && stream_.is_open()) {
    auto message = outbox_.pop();
    if (!message) return;
    write(std::move(message));
  }
  if (stream_.next_layer().kept() > 0) wait_to_write();
}

void WebSocket::write(Message message) {
  error_code error;
  stream_.next_layer().send(std::move(message), error);
  if (error) return abort();
  if (stream_.next_layer().kept() > 0) wait_to_write();
}

void WebSocket::wait_to_write() {
  if (std::exchange(waiting_, true)) return;
  moved_ = steady_clock::now();
  stream_.next_layer().socket().async_wait(Socket::wait_write,
                                           [self = shared_from_this()](error_code error) {
                                             auto& socket = self->stream_.next_layer();
                                             self->waiting_ = false;
                                             if (!error) socket.flush(error);
                                             if (error) return self->abort();
                                             if (socket.kept() > 0) return self->wait_to_write();
                                             if (self->closing_) return self->begin_close();
                                             self->flush();
                                           });
}

void WebSocket::close(std::uint16_t code, std::string_view reason) {
  if (!open()) return;
  outbox_.forget_all();
  flush();
  closing_ = true;
  count_end(steady_clock::now());
  reason_ = {static_cast<websocket::close_code>(code), {reason.data(), reason.size()}};
  if (!waiting_) begin_close();
}

void WebSocket::give_way() {
  close(close_code::kTryAgain, "others need the place");
  abort();
  all_.open_.remove(peer_, *this);
}

void WebSocket::begin_close() {
  stream_.async_close(reason_, [self = shared_from_this()](error_code) { self->abort(); });
}

void WebSocket::count_end(MonoTime from) {
  closed_at_ = from;
  all_.ending_.insert(this);
}

void WebSocket::check(MonoTime now) {
  const auto& times = all_.times_;
  const bool ending = closing_ || !stream_.is_open();
  if (ending && closed_at_ == MonoTime{}) count_end(now);
  if (ending && now - closed_at_ >= times.close) return abort();
  if (stream_.next_layer().kept() > 0) wait_to_write();
  if (waiting_ && now - moved_ >= times.write) return abort();
  if (!pings_ || ending) return;
  const auto silent = now - heard_;
  if (silent >= times.ping + times.pong) return abort();
  if (silent < times.ping || std::exchange(pinged_, true)) return;
  error_code error;
  stream_.ping({}, error);
  if (error) abort();
}

}  // namespace mimon::server
