#pragma once

#include <string>
#include <string_view>

namespace mimon::api {

/// `text` as a gzip file (RFC 1952), at the fastest level.
[[nodiscard]] std::string gzip(std::string_view text);

}  // namespace mimon::api
