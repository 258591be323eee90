#include "server/http_session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <charconv>
#include <memory>
#include <utility>

#include "server/offload.h"

namespace mimon::server {
namespace {

using boost::system::error_code;
using std::chrono::steady_clock;

constexpr std::size_t kLingerBytes = std::size_t{1} << 20;

bool empty(const std::array<asio::const_buffer, 3>& buffers) {
  return buffers[0].size() + buffers[1].size() + buffers[2].size() == 0;
}

void consume(std::array<asio::const_buffer, 3>& buffers, std::size_t size) {
  for (auto& buffer : buffers) {
    const auto part = std::min(size, buffer.size());
    buffer += part;
    size -= part;
  }
}

Reply busy_reply(std::string_view why) {
  auto reply = problem_reply(503, why);
  reply.response.headers.emplace_back("Retry-After", "1");
  return reply;
}

}  // namespace

/// Watches the client of one request.
class HttpSession::Watch final : public WaitingClient {
 public:
  explicit Watch(HttpSession& session) : session_(session) {}
  ~Watch() override {
    if (!then_) return;
    session_.watch_ = nullptr;
    error_code ignored;
    session_.socket_.cancel(ignored);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void watch(std::function<void()> then) override {
    then_ = std::make_shared<const std::function<void()>>(std::move(then));
    session_.watch_ = this;
    session_.wait_without_limit();
    session_.socket_.async_wait(Socket::wait_read, [then = std::weak_ptr(then_)](error_code) {
      if (const auto waiting = then.lock()) (*waiting)();
    });
  }

  void end() const {
    // The call may end this.
    const auto then = then_;
    (*then)();
  }

 private:
  HttpSession& session_;
  std::shared_ptr<const std::function<void()>> then_;
};

HttpSession::HttpSession(SessionContext& context, Socket socket)
    : context_(context),
      socket_(std::move(socket)),
      peer_(peer_of(socket_)),
      reader_(context.options.limits, &context.bodies) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  reader_.request().peer = peer_;
  limit(context_.options.timeouts.header);
  context_.connections.add(*this);
}

HttpSession::~HttpSession() {
  context_.connections.remove(*this);
}

void HttpSession::limit(std::chrono::milliseconds time) {
  since_ = steady_clock::now();
  deadline_ = since_ + time;
}

void HttpSession::wait_without_limit() {
  since_ = steady_clock::now();
  deadline_ = MonoTime::max();
}

Stage HttpSession::stage() const {
  using State = RequestReader::State;
  if (!socket_.is_open() || gives_way_) return Stage::bound;
  if (watch_ != nullptr) return Stage::polling;
  if (reader_.state() == State::idle) return Stage::idle;
  if (reader_.state() == State::header || reader_.state() == State::body) return Stage::arriving;
  return deadline_ == MonoTime::max() ? Stage::bound : Stage::sending;
}

void HttpSession::expire() {
  expired_ = true;
  deadline_ = MonoTime::max();
  error_code ignored;
  socket_.cancel(ignored);
}

void HttpSession::drain() {
  if (stage() == Stage::idle) close();
}

void HttpSession::give_way() {
  if (watch_ == nullptr) return close();
  gives_way_ = true;
  keep_alive_ = false;
  watch_->end();
}

void HttpSession::close() {
  error_code ignored;
  socket_.close(ignored);
}

Task<> HttpSession::run(bool overload) {
  while (socket_.is_open()) {
    if (reader_.state() != RequestReader::State::done) {
      const bool more = co_await read_request();
      if (!more) break;
    }
    deadline_ = MonoTime::max();
    keep_alive_ = !overload && reader_.state() == RequestReader::State::done &&
                  reader_.request().keep_alive && !context_.connections.draining();
    std::optional<Reply> reply;
    if (overload)
      reply = busy_reply("Too many connections are open.");
    else
      reply = reply_at_once();
    if (!reply) reply = co_await reply_later();
    if (!reply) co_return;
    const bool sent = co_await send(std::move(*reply));
    if (!sent) co_return;
    if (!keep_alive_ || context_.connections.draining()) break;
    limit(context_.options.timeouts.idle);
    reader_.next();
  }
  if (socket_.is_open() && !gives_way_) co_await linger();
}

Task<bool> HttpSession::read_request() {
  using State = RequestReader::State;
  const auto& timeouts = context_.options.timeouts;
  auto state = reader_.state();
  if (state == State::header) limit(timeouts.header);
  while (reader_.state() != State::done && reader_.state() != State::refused) {
    const auto space = reader_.space();
    error_code error;
    const auto size =
        co_await socket_.async_read_some(asio::buffer(space.data(), space.size()), await(error));
    if (std::exchange(expired_, false)) {
      if (reader_.state() == State::idle) co_return false;
      reader_.refuse(408, "The request did not arrive in time.");
      co_return true;
    }
    if (error) co_return false;
    reader_.received(size);
    if (reader_.state() != std::exchange(state, reader_.state()))
      limit(state == State::body ? timeouts.body : timeouts.header);
    if (reader_.wants_continue()) {
      constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      const Buffers buffers{asio::buffer(kContinue)};
      const bool sent = co_await write(buffers);
      if (!sent) co_return false;
    }
  }
  co_return true;
}

std::optional<Reply> HttpSession::reply_at_once() {
  if (reader_.state() == RequestReader::State::refused)
    return problem_reply(reader_.refusal().status, reader_.refusal().detail);
  const auto& request = reader_.request();
  if (auto refused = context_.site.refuse(request, steady_clock::now())) return refused;
  if (context_.upgrades != nullptr && context_.upgrades->owns(request.path())) return std::nullopt;
  if (auto file = context_.site.file(request)) return file;
  if (context_.site.may_block(request)) return std::nullopt;
  return context_.site.ask(request);
}

Task<std::optional<Reply>> HttpSession::reply_later() {
  const auto& request = reader_.request();
  std::optional<Reply> reply;
  if (context_.upgrades != nullptr && context_.upgrades->owns(request.path())) {
    if (request.upgrade) {
      take_over();
      co_return std::nullopt;
    }
    Watch watch(*this);
    auto response = co_await context_.upgrades->handle(request, watch);
    context_.site.allow_origin(request, response);
    reply.emplace(Reply{.response = std::move(response), .static_body = {}});
    co_return reply;
  }
  const bool ran = co_await offload(socket_.get_executor(), context_.workers, Admission::first,
                                    [&] { reply = context_.site.ask(request); });
  if (!ran) reply = busy_reply("Too many requests wait for an answer.");
  co_return reply;
}

void HttpSession::take_over() {
  const auto executor = socket_.get_executor();
  asio::co_spawn(executor, context_.upgrades->upgrade(std::move(socket_), reader_.release()),
                 asio::detached);
}

Task<bool> HttpSession::send(Reply reply) {
  const auto& request = reader_.request();
  const bool head_only = reader_.state() == RequestReader::State::done && request.method == "HEAD";
  if (reply.response.next_chunk && !request.http11) keep_alive_ = false;
  context_.heads.write(head_, reply, request, keep_alive_);
  context_.log->debug("{} {} {}", request.method, request.path(), reply.response.status);
  Buffers buffers{asio::buffer(head_)};
  const bool streamed = reply.response.next_chunk && !head_only;
  if (!head_only && !streamed) buffers[1] = asio::buffer(reply.body());
  error_code error;
  if (!write_now(buffers, error)) {
    if (error) co_return false;
    const bool sent = co_await write(buffers);
    if (!sent) co_return false;
  }
  if (!streamed) co_return true;
  const bool sent = co_await stream(reply);
  co_return sent;
}

Task<bool> HttpSession::stream(Reply& reply) {
  const bool chunked = reader_.request().http11;
  std::string piece;
  for (auto state = api::Piece::more; state == api::Piece::more;) {
    piece.clear();
    deadline_ = MonoTime::max();
    const bool ran = co_await offload(socket_.get_executor(), context_.workers, Admission::next,
                                      [&] { state = reply.response.next_chunk(piece); });
    if (!ran || state == api::Piece::broken) co_return false;
    std::array<char, 20> size{};
    Buffers buffers{};
    if (!piece.empty()) {
      auto* end = std::to_chars(size.data(), size.data() + 16, piece.size(), 16).ptr;
      *end++ = '\r';
      *end++ = '\n';
      if (chunked)
        buffers[0] = asio::buffer(size.data(), static_cast<std::size_t>(end - size.data()));
      if (chunked) piece += "\r\n";
      buffers[1] = asio::buffer(piece);
    }
    if (state == api::Piece::last && chunked) buffers[2] = asio::buffer("0\r\n\r\n", 5);
    const bool sent = co_await write(buffers);
    if (!sent) co_return false;
  }
  co_return true;
}

bool HttpSession::write_now(Buffers& buffers, error_code& error) {
  while (!empty(buffers)) {
    consume(buffers, socket_.write_some(buffers, error));
    if (error == asio::error::would_block || error == asio::error::try_again) {
      error = {};
      return false;
    }
    if (error) return false;
  }
  return true;
}

Task<bool> HttpSession::write(Buffers buffers) {
  while (!empty(buffers)) {
    limit(context_.options.timeouts.write);
    error_code error;
    const auto size = co_await socket_.async_write_some(buffers, await(error));
    if (error || expired_) co_return false;
    consume(buffers, size);
  }
  co_return true;
}

Task<> HttpSession::linger() {
  error_code error;
  socket_.shutdown(asio::socket_base::shutdown_send, error);
  if (!reader_.has_unread() && reader_.state() == RequestReader::State::done) co_return;
  // Closing with bytes unread resets the connection, and the answer might be lost to the client.
  limit(context_.options.timeouts.linger);
  std::array<char, 1024> dropped{};
  for (std::size_t total = 0; !error && total < kLingerBytes;) {
    const auto size = co_await socket_.async_read_some(asio::buffer(dropped), await(error));
    total += size;
  }
}

Task<> serve_http(SessionContext& context, Socket socket, bool overload) {
  HttpSession session(context, std::move(socket));
  co_await session.run(overload);
}

}  // namespace mimon::server
