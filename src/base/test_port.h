#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <random>
#include <stdexcept>

namespace mimon {

/// A port of the loopback that nobody listens on now, for a test's server. It lies below those that
/// the kernel gives to connections and to `bind` to port 0, so that no other test is given it while
/// the server starts, or while it is down. Throws where there is none.
[[nodiscard]] inline int free_port() {
  int ephemeral = 32'768;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> ephemeral;
  std::random_device seed;
  std::uniform_int_distribution<int> ports(ephemeral / 2, ephemeral - 1);
  for (int tries = 0; tries < 100; ++tries) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<in_port_t>(ports(seed)));
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool free =
        ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    if (free) return ntohs(address.sin_port);
  }
  throw std::runtime_error("no free port");
}

}  // namespace mimon
