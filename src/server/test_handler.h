#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "api/http.h"

namespace mimon::server {

/// Answers for tests: `/api/echo` at once, `/api/blocking` when the gate opens, `/api/stream` in
/// three pieces, `/api/endless` without end.
class TestHandler final : public api::Handler {
 public:
  [[nodiscard]] bool may_block(const api::Request& request) const override {
    return request.target.starts_with("/api/blocking");
  }

  [[nodiscard]] api::Response handle(const api::Request& request) const override {
    const auto is = [&](std::string_view path) { return request.target.starts_with(path); };
    if (is("/api/echo"))
      return text(std::string(request.method) + ' ' + std::string(request.target));
    if (is("/api/blocking")) return blocked();
    if (is("/api/stream")) return stream();
    if (is("/api/endless")) return endless();
    if (is("/api/throw")) throw std::runtime_error("thrown by a test");
    if (is("/api/header")) {
      auto response = text("");
      response.headers.emplace_back("Allow", "GET\r\nX-Evil: 1");
      return response;
    }
    if (is("/docs")) {
      auto response = text("<h1>docs</h1>");
      response.content_type = "text/html";
      return response;
    }
    return api::problem(404, "Not Found", "No such path.");
  }

  void open_gate() { set(open_); }
  void wait_until_blocked() { wait(blocked_); }
  void wait_until_stream_starts() { wait(streaming_); }
  void wait_until_stream_ends() { wait(stream_ended_); }

 private:
  static api::Response text(std::string body) {
    api::Response response;
    response.body = std::make_shared<const std::string>(std::move(body));
    return response;
  }

  api::Response blocked() const {
    set(blocked_);
    wait(open_);
    return text("unblocked");
  }

  static api::Response stream() {
    api::Response response;
    response.next_chunk = [count = 0](std::string& piece) mutable {
      piece = "piece " + std::to_string(count) + ' ';
      return ++count < 3 ? api::Piece::more : api::Piece::last;
    };
    return response;
  }

  api::Response endless() const {
    const std::shared_ptr<void> end(nullptr, [this](void*) { set(stream_ended_); });
    api::Response response;
    response.next_chunk = [this, end](std::string& piece) {
      set(streaming_);
      piece.assign(100'000, 'x');
      return api::Piece::more;
    };
    return response;
  }

  void set(bool& flag) const {
    const std::lock_guard lock(mutex_);
    flag = true;
    changed_.notify_all();
  }

  void wait(const bool& flag) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return flag; });
  }

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable bool open_ = false;
  mutable bool blocked_ = false;
  mutable bool streaming_ = false;
  mutable bool stream_ended_ = false;
};

}  // namespace mimon::server
