// The floor, for bench.py: a loop of `send` and nothing else, to everyone every second.
//   send_server PORT FILE
// It sends the message in FILE with a time stamp of its own, as one WebSocket frame, and reads of a
// client no more than the request. What it costs is what the kernel takes for the same bytes.

#include <arpa/inet.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

int listen_at(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  return bound && ::listen(socket, SOMAXCONN) == 0 ? socket : -1;
}

/// Answers one request; the socket of a WebSocket, -1 for anything else.
int accept_client(int listener) {
  const int socket = ::accept(listener, nullptr, nullptr);
  std::string head;
  for (char byte = 0; !head.ends_with("\r\n\r\n"); head += byte) {
    if (::recv(socket, &byte, 1, 0) == 1) continue;
    ::close(socket);
    return -1;
  }
  const bool upgrade = head.find("Upgrade: websocket") != std::string::npos;
  // Sec-WebSocket-Accept of the one key that the clients send.
  const std::string_view answer =
      upgrade ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
              : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  ::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL);
  if (upgrade) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
  }
  ::close(socket);
  return -1;
}

/// `message` as a text frame of 126 to 65,535 bytes, its time stamp of `now` in front of the rest.
std::string frame(std::string_view message, system_clock::time_point now) {
  const auto time = std::chrono::floor<milliseconds>(now);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const std::string text = fmt::format(R"({{"timestamp":"{:%Y-%m-%dT%H:%M:%S}.{:03}Z",{})",
                                       fmt::gmtime(system_clock::to_time_t(seconds)),
                                       (time - seconds).count(), message.substr(1));
  std::string bytes = "\x81\x7e";
  bytes += static_cast<char>(text.size() >> 8);
  bytes += static_cast<char>(text.size() & 0xFF);
  return bytes + text;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  std::ifstream file(arguments[2]);
  const std::string message{std::istreambuf_iterator<char>(file), {}};
  const int listener = listen_at(static_cast<std::uint16_t>(std::atoi(arguments[1])));
  if (listener < 0 || message.empty()) return 1;
  std::vector<int> clients;
  auto next = steady_clock::now() + std::chrono::seconds(1);
  while (true) {
    const auto wait = std::chrono::ceil<milliseconds>(next - steady_clock::now());
    pollfd ready{.fd = listener, .events = POLLIN, .revents = 0};
    if (wait.count() > 0 && ::poll(&ready, 1, static_cast<int>(wait.count())) > 0) {
      if (const int client = accept_client(listener); client >= 0) clients.push_back(client);
      continue;
    }
    if (steady_clock::now() < next) continue;
    next += std::chrono::seconds(1);
    const std::string bytes = frame(message, system_clock::now());
    for (const int client : clients)
      ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }
}
