#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/body_memory.h"
#include "server/options.h"
#include "server/request.h"

namespace mimon::server {

/// Takes the bytes of a connection and gives its requests, one after the other. Knows no socket;
/// any bytes are safe. The request's body is kept up to the limit.
class RequestReader {
 public:
  enum class State {
    idle,     ///< nothing of a request has come
    header,   ///< a part of a header
    body,     ///< the header and a part of the body
    done,     ///< a request can be taken
    refused,  ///< what came is no request or too large; nothing more is read
  };

  /// Why a request is refused: an HTTP status, and words for the client.
  struct Refusal {
    unsigned status = 400;
    std::string detail;
  };

  /// `bodies` outlives the reader; null: bodies are bound by `limits` alone.
  explicit RequestReader(const Limits& limits, BodyMemory* bodies = nullptr);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  /// Where to put the next bytes; never empty before `done` or `refused`.
  [[nodiscard]] std::span<char> space();
  /// `size` bytes were put there.
  void received(std::size_t size);
  /// Makes it `refused`: the rest did not come in time.
  void refuse(unsigned status, std::string detail);
  /// Drops the finished request and starts on what came after it.
  void next();

  [[nodiscard]] State state() const { return state_; }
  /// True while the client holds its body back until it is asked for it (Expect: 100-continue).
  [[nodiscard]] bool wants_continue() const;
  /// True where bytes have come that no request has taken.
  [[nodiscard]] bool has_unread() const { return parsed_ < filled_; }
  /// In `done`: the request; its views hold until `next()`.
  [[nodiscard]] HttpRequest& request() { return request_; }
  /// In `done`: the request with its bytes; only `~RequestReader` may follow.
  [[nodiscard]] OwnedRequest release();
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

 private:
  class Parser;

  void parse();
  void drop_parsed_body();
  [[nodiscard]] bool count_body();
  void finish_header();
  void finish_target();

  Limits limits_;
  std::vector<char> buffer_;  ///< the header, then what was received and not parsed
  std::size_t header_end_ = 0;
  std::size_t parsed_ = 0;
  std::size_t filled_ = 0;
  std::unique_ptr<Parser> parser_;
  State state_ = State::idle;
  HttpRequest request_;
  std::string body_;
  BodyMemory* const bodies_;
  std::size_t counted_ = 0;  ///< bytes of the body that `bodies_` has granted
  Refusal refusal_;
};

}  // namespace mimon::server
