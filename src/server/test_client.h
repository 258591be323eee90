#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace mimon::server {

/// A plain blocking client for tests. Each read gives up after 10 s, as at the connection's end.
class TestClient {
 public:
  struct Answer {
    unsigned status = 0;  ///< 0: the connection ended instead
    std::string head;
    std::string body;

    [[nodiscard]] std::string header(const std::string& name) const {
      const auto at = head.find("\r\n" + name + ": ");
      if (at == std::string::npos) return {};
      const auto start = at + name.size() + 4;
      return head.substr(start, head.find("\r\n", start) - start);
    }
  };

  /// Another client than those of INADDR_LOOPBACK, as the server counts them.
  static constexpr in_addr_t kOther = INADDR_LOOPBACK + 1;

  explicit TestClient(std::uint16_t port, in_addr_t from = INADDR_LOOPBACK)
      : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval limit{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(from);
    ::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~TestClient() { ::close(fd_); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

  Answer get(std::string_view target, std::string_view fields = {}) {
    return ask("GET", target, fields);
  }

  Answer ask(std::string_view method, std::string_view target, std::string_view fields = {}) {
    send(std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
         std::string(fields) + "\r\n");
    return read(method == "HEAD");
  }

  Answer read(bool head_only = false) {
    Answer answer;
    const auto head = take_until("\r\n\r\n");
    if (!head) return answer;
    answer.head = *head;
    answer.status = parse_number<unsigned>(std::string_view(*head).substr(9, 3)).value_or(999);
    if (head_only || answer.status < 200 || answer.status == 204 || answer.status == 304)
      return answer;
    if (const auto length = parse_number<std::size_t>(answer.header("Content-Length"))) {
      while (received_.size() < *length && receive()) {
      }
      answer.body = take(*length);
    } else if (answer.header("Transfer-Encoding") == "chunked") {
      read_chunks(answer);
    } else {
      while (receive()) {
      }
      answer.body = std::exchange(received_, {});
    }
    return answer;
  }

  std::string read_bytes(std::size_t size) {
    while (received_.size() < size && receive()) {
    }
    return take(size);
  }

  /// True where the server hangs up without another byte.
  [[nodiscard]] bool ended() { return received_.empty() && !receive() && !timed_out_; }

 private:
  bool receive() {
    char bytes[4096];
    const auto size = ::recv(fd_, bytes, sizeof bytes, 0);
    timed_out_ = size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (size <= 0) return false;
    received_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }

  std::string take(std::size_t size) {
    auto taken = received_.substr(0, size);
    received_.erase(0, taken.size());
    return taken;
  }

  std::optional<std::string> take_until(std::string_view end) {
    std::size_t at = std::string::npos;
    while ((at = received_.find(end)) == std::string::npos) {
      if (!receive()) return std::nullopt;
    }
    return take(at + end.size());
  }

  void read_chunks(Answer& answer) {
    while (const auto line = take_until("\r\n")) {
      const auto size = std::stoul(*line, nullptr, 16);
      while (received_.size() < size + 2 && receive()) {
      }
      answer.body += take(size);
      if (take(2) != "\r\n") answer.status = 0;
      if (size == 0) return;
    }
    answer.status = 0;
  }

  int fd_;
  bool connected_ = false;
  bool timed_out_ = false;
  std::string received_;
};

}  // namespace mimon::server
