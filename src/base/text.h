#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace mimon {

/// `text` without the blanks, tabs, line ends and NULs around it.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Takes the next word off the front of `text`, blanks before it skipped; empty at the end.
[[nodiscard]] std::string_view next_word(std::string_view& text);

/// Takes the next line off the front of `text`, without its end; empty at the end of the text.
[[nodiscard]] std::string_view next_line(std::string_view& text);

/// The whole of `word` as a number; absent for anything else: a sign where T has none, trailing
/// characters, more than T holds.
template <typename T>
  requires std::integral<T> || std::floating_point<T>
[[nodiscard]] std::optional<T> parse_number(std::string_view word) {
  T value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

/// The next word of `text` as a number.
template <typename T>
[[nodiscard]] std::optional<T> next_number(std::string_view& text) {
  return parse_number<T>(next_word(text));
}

/// `bytes` as valid UTF-8: each byte that is not part of a well-formed sequence, and each control
/// character, becomes U+FFFD. Names from outside (processes, mounts, devices) go through it.
[[nodiscard]] std::string to_utf8(std::string_view bytes);

}  // namespace mimon
