#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimon::server {

/// Where a server listens.
struct Endpoint {
  std::string host;  ///< address or name, IPv6 without brackets
  std::uint16_t port = 0;

  /// `HOST:PORT`, IPv6 in brackets.
  [[nodiscard]] std::string text() const;
  /// What to type into a browser on this machine: `http://HOST:PORT`, an unspecified address
  /// (0.0.0.0, ::) as localhost.
  [[nodiscard]] std::string url() const;
};

/// Reads `HOST:PORT`: `127.0.0.1:8000`, `[::1]:8000`, `name:0`. The error says what it takes.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text);

/// True where all addresses of `host` (an address or a name; looked up, so it may block) are
/// loopback ones, so that no other machine can connect.
[[nodiscard]] Result<bool> is_loopback(const std::string& host);

}  // namespace mimon::server
