#pragma once

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/log.h"
#include "server/server.h"
#include "server/streams/streams.h"
#include "server/test_client.h"
#include "server/test_handler.h"

namespace mimon::server {

/// A blocking WebSocket client for tests. What fails gives nothing.
class WebSocketClient {
 public:
  WebSocketClient(std::uint16_t port, const std::string& target) : stream_(io_) {
    stream_.next_layer().connect({boost::asio::ip::address_v4::loopback(), port});
    stream_.handshake("localhost", target);
  }

  bool send(std::string_view text) { return write(text, true); }
  bool send_binary(std::string_view bytes) { return write(bytes, false); }

  /// A part of a text message, of which more is to come.
  bool begin(std::string_view text) {
    boost::system::error_code error;
    stream_.text(true);
    stream_.write_some(false, boost::asio::buffer(text), error);
    return !error;
  }

  bool ping() {
    boost::system::error_code error;
    stream_.ping({}, error);
    return !error;
  }

  std::string read() {
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;
    stream_.read(buffer, error);
    return {static_cast<const char*>(buffer.data().data()), error ? 0 : buffer.size()};
  }

  /// The code that the server closes with; 0 where it closes without one.
  int close_code() {
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;
    while (!error) stream_.read(buffer, error);
    return stream_.reason().code;
  }

 private:
  bool write(std::string_view bytes, bool text) {
    boost::system::error_code error;
    stream_.text(text);
    stream_.write(boost::asio::buffer(bytes), error);
    return !error;
  }

  boost::asio::io_context io_;
  boost::beast::websocket::stream<boost::asio::ip::tcp::socket> stream_;
};

/// A sample whose every channel says its number.
class NumberedSample final : public StreamSample {
 public:
  NumberedSample(int number, std::size_t padding) : number_(number), padding_(padding) {}

  [[nodiscard]] std::string timestamp() const override { return 't' + std::to_string(number_); }
  [[nodiscard]] std::vector<std::string> channels() const override { return {"system", "gpu/0"}; }
  [[nodiscard]] std::string data(std::string_view channel) const override {
    if (channel == "system/gpu/9") return {};
    return "{\"" + std::string(channel) + "\":" + std::to_string(number_) +
           std::string(padding_, ' ') + '}';
  }

 private:
  const int number_;
  const std::size_t padding_;
};

[[nodiscard]] inline std::string handshake(std::string_view target, std::string_view fields = {}) {
  return "GET " + std::string(target) +
         " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(fields) + "\r\n";
}

/// A text frame as a client sends it, masked with zeros.
[[nodiscard]] inline std::string masked(std::string_view text) {
  return std::string("\x81") + static_cast<char>(0x80 | text.size()) + std::string(4, '\0') +
         std::string(text);
}

/// A server with streams.
class StreamTest : public testing::Test {
 protected:
  ~StreamTest() override { server_.reset(); }

  void start() {
    server_options_.port = 0;
    streams_.emplace(options_, null_logger());
    server_.emplace(server_options_, api_, AssetSet(), null_logger(), &*streams_);
    const auto bound = server_->start();
    ASSERT_TRUE(bound);
    port_ = bound->port;
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void publish(int number) {
    streams_->publish(std::make_shared<NumberedSample>(number, sample_padding_));
  }

  static void wait_until(const std::function<bool()>& holds) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_TRUE(holds());
  }

  StreamOptions options_;
  ServerOptions server_options_;
  TestHandler api_;
  std::optional<Streams> streams_;
  std::optional<Server> server_;
  std::size_t sample_padding_ = 0;

 private:
  std::uint16_t port_ = 0;
};

}  // namespace mimon::server
