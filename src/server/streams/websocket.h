#pragma once

#include <array>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "server/io.h"
#include "server/peers.h"
#include "server/request.h"
#include "server/streams/message_memory.h"
#include "server/streams/outbox.h"
#include "server/streams/outlet.h"
#include "server/streams/patient_socket.h"

namespace mimon::server {

class WebSocket;

/// Time limits of WebSockets.
struct SocketTimes {
  /// Without a byte from the client it is asked for one (ping).
  std::chrono::milliseconds ping{25'000};
  std::chrono::milliseconds pong{20'000};   ///< for it to answer that
  std::chrono::milliseconds write{30'000};  ///< for it to take what is sent
  std::chrono::milliseconds close{500};     ///< for it to answer a close
};

/// The open WebSockets of a program. I/O thread only.
class WebSockets {
 public:
  /// `max_begun`: bytes that messages which are not all there may take together.
  WebSockets(const SocketTimes& times, std::size_t max_begun) : times_(times), begun_(max_begun) {}

  [[nodiscard]] std::size_t size() const { return open_.size(); }
  /// Ends those whose time is up. Looks at all of them, which costs a cache miss each.
  void check(MonoTime now);
  /// The same, of those only that are being closed.
  void check_ending(MonoTime now);
  void close_all(std::uint16_t code, std::string_view reason);
  /// Ends one of the peer that holds most, for a new one of `newcomer`; false where that is
  /// `newcomer` itself.
  bool make_room(std::uint64_t newcomer);

 private:
  friend class WebSocket;
  [[nodiscard]] std::vector<WebSocket*> all() const;

  const SocketTimes times_;
  PerPeer<WebSocket> open_;
  std::unordered_set<WebSocket*> ending_;
  MessageMemory begun_;
};

/// The server's end of a WebSocket (RFC 6455, without compression): Beast's stream, except that
/// text goes out in the frames that all clients share, and a queue of its own. Where the messages
/// that clients have begun and not finished take too much, the longest is closed with 1013. I/O
/// thread only; owned by its tasks.
class WebSocket final : public Outlet, public std::enable_shared_from_this<WebSocket> {
 public:
  struct Options {
    std::size_t max_message = 0;  ///< bytes a client may send at once; more closes with 1009
    bool pings = true;            ///< asks silent clients whether they are there
    std::uint64_t peer = 0;       ///< whose it is
  };

  WebSocket(Socket socket, std::string read_ahead, WebSockets& all, Options options);
  ~WebSocket() override;
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;

  /// Answers the upgrade; false where it is none, which the client was told.
  [[nodiscard]] Task<bool> accept(const HttpRequest& request);
  /// Hands what the client sends to `handler`, until the connection's end.
  [[nodiscard]] Task<> run(MessageHandler& handler);

  void send(Message message) override;
  void offer(Outbox::Topic topic, const Batch& batch) override;
  void forget(Outbox::Topic topic) override { outbox_.forget(topic); }
  void close(std::uint16_t code, std::string_view reason) override;
  /// Ends it at once.
  void abort() { stream_.next_layer().close(); }
  /// Ends it at once with a word, and counts it no more.
  void give_way();
  /// Sends what waits in `outbox`, after what waits here.
  void adopt(Outbox outbox);

 private:
  friend class WebSockets;

  void keep(std::string_view part);
  void drop_begun();
  void count_begun();
  [[nodiscard]] bool takes_more() const { return !waiting_ && stream_.next_layer().kept() == 0; }
  void flush();
  void write(Message message);
  void wait_to_write();
  void begin_close();
  void check(MonoTime now);
  /// The time of the close runs from `from`.
  void count_end(MonoTime from);
  [[nodiscard]] bool open() const { return !closing_ && stream_.is_open(); }

  boost::beast::websocket::stream<PatientSocket, false> stream_;
  WebSockets& all_;
  Outbox outbox_;
  std::string begun_;        ///< of a message that is not all there
  std::size_t counted_ = 0;  ///< bytes that it takes
  boost::beast::websocket::close_reason reason_;
  MonoTime heard_;        ///< the last byte of the client
  MonoTime moved_;        ///< when it had last taken all that was sent to it
  MonoTime closed_at_{};  ///< the start of the close
  const std::uint64_t peer_;
  const bool pings_;
  bool pinged_ = false;
  bool waiting_ = false;  ///< for the client to take more
  bool closing_ = false;
};

}  // namespace mimon::server
