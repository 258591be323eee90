#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace mimon::store {

/// How finely time is cut, from fine to coarse.
enum class Resolution { s1, s10, m1, m5 };

inline constexpr Resolution kResolutions[] = {Resolution::s1, Resolution::s10, Resolution::m1,
                                              Resolution::m5};

[[nodiscard]] constexpr std::chrono::seconds step_of(Resolution resolution) {
  switch (resolution) {
    case Resolution::s1:
      return std::chrono::seconds(1);
    case Resolution::s10:
      return std::chrono::seconds(10);
    case Resolution::m1:
      return std::chrono::seconds(60);
    case Resolution::m5:
      return std::chrono::seconds(300);
  }
  return std::chrono::seconds(1);
}

/// As the API writes it: `1s`, `10s`, `1m`, `5m`.
[[nodiscard]] constexpr std::string_view resolution_name(Resolution resolution) {
  switch (resolution) {
    case Resolution::s1:
      return "1s";
    case Resolution::s10:
      return "10s";
    case Resolution::m1:
      return "1m";
    case Resolution::m5:
      return "5m";
  }
  return "1s";
}

/// Absent for any other word, `auto` among them.
[[nodiscard]] constexpr std::optional<Resolution> parse_resolution(std::string_view word) {
  for (const Resolution resolution : kResolutions) {
    if (resolution_name(resolution) == word) return resolution;
  }
  return std::nullopt;
}

}  // namespace mimon::store
