#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mimon::server {

/// A header field, as sent, without blanks around the value.
struct Field {
  std::string_view name;
  std::string_view value;
};

/// A whole request. Views point into its connection's buffer.
struct HttpRequest {
  std::string_view method;  ///< as sent
  std::string_view target;  ///< path and query as sent; starts with `/`, or is `*`
  std::string_view host;    ///< host and port asked for; empty only for HTTP/1.0
  std::vector<Field> fields;
  std::string_view body;
  bool http11 = true;
  bool keep_alive = true;
  bool upgrade = false;    ///< asks for a WebSocket on this connection
  std::uint64_t peer = 0;  ///< who asks: the IPv4 address or the IPv6 /64

  /// The first field of that name (any case); empty where there is none.
  [[nodiscard]] std::string_view field(std::string_view name) const;
  /// The target up to its query.
  [[nodiscard]] std::string_view path() const;
  [[nodiscard]] bool is_get() const { return method == "GET" || method == "HEAD"; }
};

/// A request with the bytes it points into, for those who outlive the session that read it.
struct OwnedRequest {
  std::vector<char> bytes;
  HttpRequest request;
  std::string_view read_ahead;  ///< what the client sent after the request; in `bytes`
};

/// Compares ASCII without case.
[[nodiscard]] bool iequals(std::string_view a, std::string_view b);

/// Takes the next element off the front of a comma-separated list, without blanks around it.
[[nodiscard]] std::string_view next_element(std::string_view& list);

}  // namespace mimon::server
