#pragma once

#include <span>
#include <string_view>

namespace mimon::api {

/// An example answer of one operation.
struct Example {
  std::string_view operation;
  std::string_view text;  ///< JSON
};

/// openapi_base.json, and the golden answers; taken in when the program is built.
[[nodiscard]] std::string_view openapi_base();
[[nodiscard]] std::span<const Example> examples();

}  // namespace mimon::api
