#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mimon::server {

/// How long each phase of a connection may take. Checked to within an eighth of the shortest one,
/// or a second.
struct Timeouts {
  std::chrono::milliseconds header{
      10'000};  ///< the connection or a request's first byte to its header's end
  std::chrono::milliseconds body{30'000};   ///< the header's end to the body's
  std::chrono::milliseconds idle{60'000};   ///< between two requests
  std::chrono::milliseconds write{30'000};  ///< for the client to take some of an answer
  std::chrono::milliseconds linger{1'000};  ///< for a refused client to hang up
  std::chrono::milliseconds drain{1'000};   ///< `stop()`: for requests under way to be answered
};

/// The most connections that are taken over from HTTP: streams. More: one of the peer that holds
/// most ends for a new one of another, or 503.
inline constexpr std::size_t kMaxStreams = 16'384;

/// How much a client may send, in bytes, and how many clients there may be.
struct Limits {
  std::size_t target = 8 << 10;   ///< longer: 414
  std::size_t header = 16 << 10;  ///< request line and fields; longer: 431
  std::size_t body = 64 << 10;    ///< longer: 413
  /// The same for targets that begin so, instead of `body`.
  std::vector<std::pair<std::string, std::size_t>> bodies;
  /// Of all connections together, without the first 16 KiB of each; more: 503.
  std::size_t bodies_total = std::size_t{16} << 20;
  /// More: one of the peer that holds most ends for a new one (`Connections::make_room`), or 503.
  std::size_t connections = 1024;
  unsigned workers = 2;      ///< threads for requests that may block
  std::size_t waiting = 64;  ///< requests waiting for a worker; more: 503
};

/// Who may ask.
struct AccessOptions {
  std::string token;  ///< what a client must present; empty: nothing
  /// Host names under which the server is reached, besides the loopback names, IP addresses and
  /// the machine's own name, which always are. Without port; any case.
  std::vector<std::string> hosts;
  /// Other sites whose pages may read the answers, as in an Origin header: `https://example.org`.
  std::vector<std::string> origins;
  /// Who may show the pages in a frame, as in CSP's frame-ancestors; empty: nobody.
  std::string frame_ancestors;
  /// Whom else the pages may ask, as in CSP's connect-src; empty: this server alone.
  std::string connect_sources;
  /// Content-Security-Policy of single paths, instead of the strict one; without frame-ancestors.
  std::vector<std::pair<std::string, std::string>> content_policies;
};

struct ServerOptions {
  std::string host = "127.0.0.1";  ///< an address, or a name, of which all addresses are bound
  std::uint16_t port = 8000;       ///< 0: any that is free
  AccessOptions access;
  Timeouts timeouts;
  Limits limits;
};

}  // namespace mimon::server
