#include "server/endpoint.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>

#include <memory>

#include "base/text.h"

namespace mimon::server {

std::string Endpoint::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(v6 ? "[{}]:{}" : "{}:{}"), host, port);
}

std::string Endpoint::url() const {
  const bool any = host == "0.0.0.0" || host == "::";
  return fmt::format("http://{}/", any ? Endpoint{"localhost", port}.text() : text());
}

Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto port = colon == std::string_view::npos
                        ? std::nullopt
                        : parse_number<std::uint16_t>(text.substr(colon + 1));
  auto host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!port || host.empty() || (!bracketed && host.find_first_of(":[]") != std::string_view::npos))
    return Error{{},
                 fmt::format("'{}' is no address to listen on; it takes HOST:PORT, as "
                             "127.0.0.1:8000 or [::1]:8000",
                             text)};
  return Endpoint{std::string(host), *port};
}

Result<bool> is_loopback(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &first); error != 0)
    return Error{{}, fmt::format("the host '{}' has no address: {}", host, ::gai_strerror(error))};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(first, &::freeaddrinfo);
  for (const auto* entry = first; entry != nullptr; entry = entry->ai_next) {
    bool loopback = false;
    if (entry->ai_family == AF_INET) {
      const auto* v4 = reinterpret_cast<const sockaddr_in*>(entry->ai_addr);
      loopback = (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
    } else if (entry->ai_family == AF_INET6) {
      const auto* v6 = reinterpret_cast<const sockaddr_in6*>(entry->ai_addr);
      loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr) != 0;
    }
    if (!loopback) return false;
  }
  return true;
}

}  // namespace mimon::server
