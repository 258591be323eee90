#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mimon::host {

/// Takes the next line off the front of `text`, without its end. Absent at the end of the text, and
/// for a last line without an end: the kernel ends each, so that one was cut off.
[[nodiscard]] inline std::optional<std::string_view> scan_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

/// Takes the next unsigned number off the front of `text`, blanks before it skipped. Absent where
/// there is none; one that is too large is absent too, and taken.
[[nodiscard]] inline std::optional<std::uint64_t> scan_number(std::string_view& text) {
  std::size_t first = 0;
  while (first < text.size() && (text[first] == ' ' || text[first] == '\t')) ++first;
  std::uint64_t value = 0;
  const char* const begin = text.data() + first;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (error != std::errc()) return std::nullopt;
  return value;
}

/// Takes the next word off the front of `text`, blanks before it skipped; empty at the end.
[[nodiscard]] inline std::string_view scan_word(std::string_view& text) {
  std::size_t first = 0;
  while (first < text.size() && (text[first] == ' ' || text[first] == '\t')) ++first;
  std::size_t last = first;
  while (last < text.size() && text[last] != ' ' && text[last] != '\t') ++last;
  const std::string_view word = text.substr(first, last - first);
  text.remove_prefix(last);
  return word;
}

/// A count as a value; exact up to 2^53.
[[nodiscard]] inline std::optional<double> as_value(std::optional<std::uint64_t> number) {
  return number ? std::optional(static_cast<double>(*number)) : std::nullopt;
}

}  // namespace mimon::host
