#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "api/http.h"

namespace mimon::api {

/// `text` as a gzip file (RFC 1952), at the fastest level.
[[nodiscard]] std::string gzip(std::string_view text);

/// A shorter body fits into one packet as it is.
inline constexpr std::size_t kWorthGzip = 1400;

/// `response` for a client that takes gzip or doesn't: its body compressed where that is taken and
/// worth it, with the headers that say so. A streamed body stays as it is.
[[nodiscard]] Response packed(Response response, bool takes_gzip);

}  // namespace mimon::api
