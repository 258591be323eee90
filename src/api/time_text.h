#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace mimon::api {

/// A moment as people and programs write it: ISO 8601 with date and time (`2026-01-31T23:59:59Z`,
/// fraction optional, offset `Z`, `+01:00`, ` 01:00` or none for UTC), or seconds since 1970 (10
/// digits) or milliseconds (13). Absent for anything else, and outside the years 1970 to 9999.
[[nodiscard]] std::optional<WallTime> parse_time(std::string_view text);

/// A span such as `90s`, `30m`, `6h`, `7d`; absent for anything else and for zero.
[[nodiscard]] std::optional<std::chrono::seconds> parse_span(std::string_view text);

}  // namespace mimon::api
