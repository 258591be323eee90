// Many WebSocket clients of one server, for bench.py: connects them, and says how long after its
// time stamp each message came.
//   stream_clients PORT TARGET CLIENTS SECONDS [MESSAGE…]
// Each client opens TARGET, sends the MESSAGEs, and answers Engine.IO's pings. Before all but the
// first it waits for the answer to the one before: Socket.IO's begins as what it answers, `40`.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace {

using std::chrono::system_clock;

struct Client {
  int socket = -1;
  std::string received;
};

/// A text frame, masked with zeros.
std::string frame(std::string_view text) {
  std::string bytes = "\x81";
  if (text.size() < 126) {
    bytes += static_cast<char>(0x80 | text.size());
  } else {
    bytes += static_cast<char>(0x80 | 126);
    bytes += static_cast<char>(text.size() >> 8);
    bytes += static_cast<char>(text.size() & 0xFF);
  }
  return bytes + std::string(4, '\0') + std::string(text);
}

bool send_all(int socket, std::string_view bytes) {
  return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(bytes.size());
}

int open_socket(std::uint16_t port, std::string_view target) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return -1;
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  send_all(socket, fmt::format("GET {} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: Upgrade\r\n"
                               "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                               target, port));
  std::string head;
  for (char byte = 0; !head.ends_with("\r\n\r\n"); head += byte)
    if (::recv(socket, &byte, 1, 0) != 1) return -1;
  return head.find(" 101 ") == std::string::npos ? -1 : socket;
}

/// Milliseconds since the time stamp in `message`; negative where it has none.
double age_of(std::string_view message, system_clock::time_point now) {
  constexpr std::string_view kKey = R"("timestamp":")";
  const auto at = message.find(kKey);
  if (at == std::string_view::npos) return -1;
  const std::string text(message.substr(at + kKey.size(), 24));
  std::tm parts{};
  const char* rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr) return -1;
  const double seconds = static_cast<double>(::timegm(&parts)) + std::strtod(rest, nullptr);
  return (std::chrono::duration<double>(now.time_since_epoch()).count() - seconds) * 1000;
}

/// Takes one message off the front; empty where there is none whole.
std::string take_message(std::string& received) {
  if (received.size() < 2) return {};
  std::size_t head = 2, size = static_cast<unsigned char>(received[1]) & 0x7F;
  if (size == 126) head = 4;
  if (size == 127) head = 10;
  if (received.size() < head) return {};
  for (std::size_t i = 2, wide = 0; i < head; ++i)
    size = wide = wide << 8 | static_cast<unsigned char>(received[i]);
  if (received.size() < head + size) return {};
  auto message = received.substr(head, size);
  received.erase(0, head + size);
  return message.empty() ? std::string(" ") : message;
}

bool await_answer(Client& client, std::string_view to) {
  std::array<char, 4096> bytes{};
  while (true) {
    for (auto message = take_message(client.received); !message.empty();
         message = take_message(client.received)) {
      if (message.starts_with(to.substr(0, 2))) return true;
    }
    const auto size = ::recv(client.socket, bytes.data(), bytes.size(), 0);
    if (size <= 0) return false;
    client.received.append(bytes.data(), static_cast<std::size_t>(size));
  }
}

void receive(Client& client, std::vector<double>& ages, bool counting) {
  std::array<char, 16 << 10> bytes{};
  const auto size = ::recv(client.socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
  const auto now = system_clock::now();
  if (size <= 0) return;
  client.received.append(bytes.data(), static_cast<std::size_t>(size));
  for (auto message = take_message(client.received); !message.empty();
       message = take_message(client.received)) {
    if (message == "2") send_all(client.socket, frame("3"));
    const double age = age_of(message, now);
    if (counting && age >= 0) ages.push_back(age);
  }
}

double quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return -1;
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 5) return 2;
  const auto port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
  std::vector<Client> clients(static_cast<std::size_t>(std::atoi(arguments[3])));
  const int poll = ::epoll_create1(0);
  for (auto& client : clients) {
    client.socket = open_socket(port, arguments[2]);
    if (client.socket < 0) {
      fmt::print(stderr, "a connection was refused\n");
      return 1;
    }
    for (int i = 5; i < count; ++i) {
      if (i > 5 && !await_answer(client, arguments[i - 1])) return 1;
      send_all(client.socket, frame(arguments[i]));
    }
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &client}};
    ::epoll_ctl(poll, EPOLL_CTL_ADD, client.socket, &event);
  }
  fmt::print("connected\n");
  std::fflush(stdout);
  // Two seconds for what came while they connected.
  const auto from = system_clock::now() + std::chrono::seconds(2);
  const auto until = from + std::chrono::seconds(std::atoi(arguments[4]));
  std::vector<double> ages;
  std::array<epoll_event, 512> events{};
  while (system_clock::now() < until) {
    const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 100);
    const bool counting = system_clock::now() >= from;
    for (int i = 0; i < ready; ++i)
      receive(*static_cast<Client*>(events.at(static_cast<std::size_t>(i)).data.ptr), ages,
              counting);
  }
  std::ranges::sort(ages);
  fmt::print("{} {:.2f} {:.2f} {:.2f}\n", ages.size(), quantile(ages, 0.5), quantile(ages, 0.99),
             quantile(ages, 1));
}
