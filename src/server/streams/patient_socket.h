#pragma once

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "server/io.h"
#include "server/streams/message.h"

namespace mimon::server {

/// A socket on which no write waits: what the client does not take at once is kept, and sent by
/// `flush` when it can. A layer for Beast's WebSocket stream: a message costs one system call and
/// no asynchronous operation, and where it is kept no memory of its own. I/O thread only.
class PatientSocket {
 public:
  using executor_type = Executor;
  using error_code = boost::system::error_code;

  /// Bytes kept besides a message, which are Beast's control frames: who sends pings and takes no
  /// pongs is cut off. More: the write fails.
  static constexpr std::size_t kMaxKept = 1024;

  /// `read_ahead` is read before what the socket has.
  PatientSocket(Socket socket, std::string read_ahead);

  [[nodiscard]] executor_type get_executor() { return socket_.get_executor(); }
  [[nodiscard]] Socket& socket() { return socket_; }
  [[nodiscard]] std::size_t kept() const { return rest().size() + kept_.size(); }
  /// Sends a message. To be called where nothing is kept.
  void send(Message message, error_code& error);
  /// Sends of what is kept as much as the client takes.
  void flush(error_code& error);
  void close();

  template <typename Buffers>
  std::size_t write_some(const Buffers& buffers, error_code& error) {
    const auto size = asio::buffer_size(buffers);
    std::size_t taken = 0;
    error = {};
    if (kept() == 0) taken = socket_.write_some(buffers, error);
    if (error == asio::error::would_block || error == asio::error::try_again) error = {};
    if (!error && taken < size) keep(buffers, taken, error);
    return error ? 0 : size;
  }

  template <typename Buffers>
  std::size_t write_some(const Buffers& buffers) {
    error_code error;
    const auto size = write_some(buffers, error);
    if (error) throw boost::system::system_error(error);
    return size;
  }

  template <typename Buffers>
  std::size_t read_some(const Buffers& buffers, error_code& error) {
    return read_ahead_.empty() ? socket_.read_some(buffers, error) : take_read_ahead(buffers);
  }

  template <typename Buffers>
  std::size_t read_some(const Buffers& buffers) {
    return read_ahead_.empty() ? socket_.read_some(buffers) : take_read_ahead(buffers);
  }

  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this](auto handler, const Buffers& bytes) {
          error_code error;
          const auto size = write_some(bytes, error);
          complete(std::move(handler), error, size);
        },
        token, buffers);
  }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [this](auto handler, const Buffers& room) {
          if (read_ahead_.empty()) return socket_.async_read_some(room, std::move(handler));
          complete(std::move(handler), {}, take_read_ahead(room));
        },
        token, buffers);
  }

 private:
  /// Of the message.
  [[nodiscard]] std::string_view rest() const {
    return message_ ? message_->frame().substr(sent_) : std::string_view();
  }
  void drop(std::size_t size);

  template <typename Buffers>
  void keep(const Buffers& buffers, std::size_t taken, error_code& error) {
    const auto size = asio::buffer_size(buffers) - taken;
    if (kept_.size() + size > kMaxKept) {
      error = asio::error::no_buffer_space;
      return;
    }
    for (auto at = asio::buffer_sequence_begin(buffers); at != asio::buffer_sequence_end(buffers);
         ++at) {
      const auto skipped = std::min(taken, asio::const_buffer(*at).size());
      taken -= skipped;
      const auto rest = asio::const_buffer(*at) + skipped;
      kept_.append(static_cast<const char*>(rest.data()), rest.size());
    }
  }

  template <typename Buffers>
  std::size_t take_read_ahead(const Buffers& buffers) {
    const auto size = asio::buffer_copy(buffers, asio::buffer(read_ahead_));
    read_ahead_.erase(0, size);
    return size;
  }

  template <typename Handler>
  void complete(Handler handler, error_code error, std::size_t size) {
    const auto executor = asio::get_associated_executor(handler, socket_.get_executor());
    asio::post(executor, [done = std::move(handler), error, size]() mutable {
      std::move(done)(error, size);
    });
  }

  Socket socket_;
  std::string read_ahead_;
  Message message_;
  std::size_t sent_ = 0;  ///< of `message_`
  std::string kept_;      ///< behind it
};

/// Beast's ways to end a connection, found by argument-dependent look-up.
void beast_close_socket(PatientSocket& socket);
void teardown(boost::beast::role_type role, PatientSocket& socket,
              boost::system::error_code& error);

template <typename Handler>
void async_teardown(boost::beast::role_type role, PatientSocket& socket, Handler&& handler) {
  using boost::beast::websocket::async_teardown;
  async_teardown(role, socket.socket(), std::forward<Handler>(handler));
}

}  // namespace mimon::server
