#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mimon::api {

/// What is asked, free of sockets. Views hold for the call.
struct Request {
  std::string_view method;  ///< upper case, as sent
  std::string_view target;  ///< path and query as sent, still percent-encoded
  std::string_view accept;  ///< the Accept header; empty where there is none
  bool takes_gzip = false;  ///< a compressed body may be answered
};

/// What came of asking for the next piece of a streamed body.
enum class Piece {
  more,    ///< there may be another
  last,    ///< this one ends the body
  broken,  ///< it cannot be completed: the connection is cut, so that the client can tell
};

/// What is answered. The body is shared, so that one serialisation serves every client of a tick.
struct Response {
  unsigned status = 200;
  std::string_view content_type = "application/json";             ///< points to a literal
  std::shared_ptr<const std::string> body;                        ///< null for an empty body
  std::vector<std::pair<std::string_view, std::string>> headers;  ///< names point to literals

  /// Where set, the body is streamed instead (chunked): called off the I/O thread while it returns
  /// `more`, each time putting the next piece into the string, which it finds empty.
  std::function<Piece(std::string&)> next_chunk;
};

/// Something that answers requests. All functions may be called from several threads at once.
class Handler {
 public:
  virtual ~Handler() = default;

  /// True for requests that may wait on a disk or a database: the server runs those on a worker
  /// thread, never on the one that serves everyone else.
  [[nodiscard]] virtual bool may_block(const Request& request) const = 0;

  /// Answers; never throws. HEAD is answered as GET (the server drops the body).
  [[nodiscard]] virtual Response handle(const Request& request) const = 0;
};

/// An RFC 9457 problem document.
[[nodiscard]] Response problem(unsigned status, std::string_view title, std::string_view detail);

}  // namespace mimon::api
