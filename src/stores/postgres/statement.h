#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mimon::store::postgres {

using Parameters = std::vector<std::optional<std::string>>;

/// `name` as an identifier in SQL.
[[nodiscard]] std::string quote_identifier(std::string_view name);
/// `text` as a literal in SQL.
[[nodiscard]] std::string literal(std::string_view text);

/// An array as a parameter: `{1,2}`, `{"a","b"}`.
[[nodiscard]] std::string array_of(const std::vector<std::int64_t>& numbers);
[[nodiscard]] std::string array_of(const std::vector<std::string>& texts);

/// Seconds since 1970 of a column, as a bigint.
[[nodiscard]] std::string seconds_of(std::string_view expression);
/// A timestamp of seconds since 1970.
[[nodiscard]] std::string time_of(std::int64_t seconds);

}  // namespace mimon::store::postgres
