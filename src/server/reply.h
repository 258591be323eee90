#pragma once

#include <string_view>

#include "api/http.h"

namespace mimon::server {

/// What is sent back: what the API answered, or what the server answers itself.
struct Reply {
  api::Response response;
  /// The body where `response.body` is null: bytes that live as long as the program.
  std::string_view static_body;

  [[nodiscard]] std::string_view body() const {
    return response.body ? std::string_view(*response.body) : static_body;
  }
};

/// A problem document; the connection stays open.
[[nodiscard]] Reply problem_reply(unsigned status, std::string_view detail);

/// What a status means, as in its status line; empty for an unknown one.
[[nodiscard]] std::string_view reason_phrase(unsigned status);

}  // namespace mimon::server
