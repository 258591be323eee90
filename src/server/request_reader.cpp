#include "server/request_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

namespace mimon::server {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

constexpr std::size_t kFirstBuffer = 2048;
constexpr std::size_t kBodyRoom = 4096;
/// The longest chunk header or trailer.
constexpr std::size_t kMaxUnparsed = 8192;
constexpr auto kHeaderTooLarge = "The request's header is too large.";
constexpr auto kTargetTooLong = "The request's target is too long.";

/// A part of the buffer, by offset: the buffer may move until the header is complete.
struct Part {
  std::size_t at = 0;
  std::size_t size = 0;
};

/// What the grammar's parser finds, as parts of the buffer.
class Grammar final : public http::basic_parser<true> {
 public:
  /// `fields` is cleared and filled.
  Grammar(const Limits& limits, std::vector<std::pair<Part, Part>>& fields)
      : limits_(limits), fields_(fields) {
    fields_.clear();
    header_limit(static_cast<std::uint32_t>(limits.header));
    body_limit(limits.body);
  }

  /// Where the buffer's bytes are during the next `put`.
  void rebase(const char* data, std::size_t size, std::string* body) {
    data_ = data;
    size_ = size;
    body_ = body;
  }

  Part method, target;
  bool http11 = true;

 private:
  [[nodiscard]] Part part(beast::string_view text, error_code& ec) const {
    if (text.empty()) return {};
    const bool inside = text.data() >= data_ && text.data() + text.size() <= data_ + size_;
    // A value that was put together from several lines: obsolete, and to be refused (RFC
    // 9112, 5.2).
    if (!inside) ec = http::error::bad_obs_fold;
    return {inside ? static_cast<std::size_t>(text.data() - data_) : 0, inside ? text.size() : 0};
  }

  void on_request_impl(http::verb /*verb*/, beast::string_view method_text,
                       beast::string_view target_text, int version, error_code& ec) override {
    method = part(method_text, ec);
    target = part(target_text, ec);
    http11 = version >= 11;
    for (const auto& [prefix, limit] : limits_.bodies) {
      if (target_text.starts_with(prefix)) body_limit(limit);
    }
  }
  void on_field_impl(http::field /*name*/, beast::string_view name, beast::string_view value,
                     error_code& ec) override {
    if (!is_header_done()) fields_.emplace_back(part(name, ec), part(value, ec));
  }
  std::size_t on_body_impl(beast::string_view text, error_code& /*ec*/) override {
    body_->append(text.data(), text.size());
    return text.size();
  }
  std::size_t on_chunk_body_impl(std::uint64_t /*remaining*/, beast::string_view text,
                                 error_code& ec) override {
    return on_body_impl(text, ec);
  }
  void on_response_impl(int, beast::string_view, int, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  void on_finish_impl(error_code&) override {}

  const Limits& limits_;
  std::vector<std::pair<Part, Part>>& fields_;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
  std::string* body_ = nullptr;
};

/// A server ignores upgrades that it does not know, as HTTP/2, and answers as if there were none
/// (RFC 9110, 7.8).
bool names_websocket(const HttpRequest& request) {
  for (const auto& field : request.fields) {
    if (!iequals(field.name, "Upgrade")) continue;
    for (auto list = field.value; !list.empty();) {
      if (iequals(next_element(list), "websocket")) return true;
    }
  }
  return false;
}

}  // namespace

class RequestReader::Parser {
 public:
  /// Starts on a new request.
  void reset(const Limits& limits) { grammar.emplace(limits, fields); }

  std::vector<std::pair<Part, Part>> fields;
  std::optional<Grammar> grammar;
};

RequestReader::RequestReader(const Limits& limits, BodyMemory* bodies)
    : limits_(limits),
      buffer_(std::min(kFirstBuffer, limits.header)),
      parser_(std::make_unique<Parser>()),
      bodies_(bodies) {
  parser_->reset(limits_);
}

RequestReader::~RequestReader() {
  if (bodies_ != nullptr) bodies_->release(counted_);
}

std::span<char> RequestReader::space() {
  if (filled_ == buffer_.size()) buffer_.resize(std::min(filled_ * 2, limits_.header));
  return std::span(buffer_).subspan(filled_);
}

void RequestReader::received(std::size_t size) {
  filled_ += size;
  parse();
}

void RequestReader::next() {
  std::memmove(buffer_.data(), buffer_.data() + parsed_, filled_ - parsed_);
  filled_ -= std::exchange(parsed_, 0);
  header_end_ = 0;
  if (filled_ == 0 && buffer_.size() > 2 * kFirstBuffer) {
    buffer_.resize(kFirstBuffer);
    buffer_.shrink_to_fit();
  }
  if (body_.capacity() > kBodyRoom) body_.shrink_to_fit();
  body_.clear();
  if (bodies_ != nullptr) bodies_->release(std::exchange(counted_, 0));
  state_ = State::idle;
  request_.method = request_.target = request_.host = request_.body = {};
  request_.fields.clear();
  parser_->reset(limits_);
  parse();
}

OwnedRequest RequestReader::release() {
  OwnedRequest owned;
  const auto ahead = std::exchange(parsed_, 0);
  const auto end = std::exchange(filled_, 0);
  owned.bytes = std::move(buffer_);
  owned.request = std::move(request_);
  owned.request.body = {};
  owned.read_ahead = std::string_view(owned.bytes.data() + ahead, end - ahead);
  return owned;
}

bool RequestReader::wants_continue() const {
  return state_ == State::body && request_.http11 && body_.empty() && !has_unread() &&
         iequals(request_.field("Expect"), "100-continue");
}

void RequestReader::parse() {
  auto& grammar = *parser_->grammar;
  // An empty line before a request is skipped (RFC 9112, 2.2).
  while (state_ == State::idle && parsed_ < filled_ &&
         (buffer_[parsed_] == '\r' || buffer_[parsed_] == '\n'))
    ++parsed_;
  if (state_ == State::idle && parsed_ < filled_) state_ = State::header;

  while (parsed_ < filled_ && (state_ == State::header || state_ == State::body)) {
    grammar.rebase(buffer_.data(), filled_, &body_);
    error_code ec;
    parsed_ += grammar.put({buffer_.data() + parsed_, filled_ - parsed_}, ec);
    if (ec == http::error::need_more || ec == http::error::header_limit) break;
    if (ec == http::error::body_limit) return refuse(413, "The request's body is too large.");
    if (ec) return refuse(400, "Not an HTTP request: " + ec.message() + ".");
    if (!count_body()) return refuse(503, "Too many long request bodies are under way.");
    if (state_ == State::header && grammar.is_header_done()) finish_header();
    if (state_ == State::body && grammar.is_done()) state_ = State::done;
  }
  if (state_ == State::done) request_.body = body_;
  if (state_ == State::body) drop_parsed_body();
  if ((state_ == State::idle || state_ == State::header) && filled_ >= limits_.header) {
    const bool has_line = std::memchr(buffer_.data(), '\n', filled_) != nullptr;
    refuse(has_line ? 431 : 414, has_line ? kHeaderTooLarge : kTargetTooLong);
  }
}

bool RequestReader::count_body() {
  if (bodies_ == nullptr || body_.size() == counted_) return true;
  if (!bodies_->grow(counted_, body_.size())) return false;
  counted_ = body_.size();
  return true;
}

void RequestReader::drop_parsed_body() {
  std::memmove(buffer_.data() + header_end_, buffer_.data() + parsed_, filled_ - parsed_);
  filled_ -= parsed_ - header_end_;
  parsed_ = header_end_;
  if (filled_ - parsed_ > kMaxUnparsed) refuse(400, "A chunk's header is too long.");
}

void RequestReader::finish_header() {
  auto& grammar = *parser_->grammar;
  header_end_ = parsed_;
  if (grammar.target.size > limits_.target) return refuse(414, kTargetTooLong);
  if (header_end_ > limits_.header) return refuse(431, kHeaderTooLarge);
  // Made once: the views below point into the buffer while the body is read behind the header.
  if (!grammar.is_done())
    buffer_.resize(std::max(buffer_.size(), header_end_ + kMaxUnparsed + kBodyRoom));
  const auto view = [this](Part part) {
    return std::string_view(buffer_.data() + part.at, part.size);
  };
  request_.method = view(grammar.method);
  request_.target = view(grammar.target);
  for (const auto& [name, value] : parser_->fields)
    request_.fields.push_back({view(name), view(value)});
  request_.http11 = grammar.http11;
  request_.keep_alive = grammar.keep_alive();
  request_.upgrade = grammar.upgrade() && grammar.http11 && names_websocket(request_);
  request_.body = {};
  state_ = State::body;
  finish_target();
}

void RequestReader::finish_target() {
  const auto hosts = std::ranges::count_if(
      request_.fields, [](const Field& field) { return iequals(field.name, "Host"); });
  request_.host = request_.field("Host");
  if (hosts > 1 || (hosts == 0 && request_.http11))
    return refuse(400, "A request needs one Host field.");

  auto& target = request_.target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!iequals(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    request_.host = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(request_.host.size());
    if (target.empty()) target = "/";
  }
  if (!target.starts_with('/') && target != "*")
    return refuse(400, "The request's target is not a path.");

  const auto coding = request_.field("Transfer-Encoding");
  if (!coding.empty() && (!parser_->grammar->chunked() || !request_.http11))
    return refuse(400, "This transfer coding is not understood.");
  const auto expect = request_.field("Expect");
  if (!expect.empty() && !iequals(expect, "100-continue"))
    return refuse(417, "This expectation is not understood.");
}

void RequestReader::refuse(unsigned status, std::string detail) {
  body_ = std::string();
  if (bodies_ != nullptr) bodies_->release(std::exchange(counted_, 0));
  state_ = State::refused;
  refusal_ = {status, std::move(detail)};
}

}  // namespace mimon::server
