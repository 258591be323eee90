#include "stores/postgres/statement.h"

#include <fmt/format.h>

namespace mimon::store::postgres {
namespace {

std::string doubled(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    if (c == mark) out += mark;
    out += c;
  }
  return out + mark;
}

}  // namespace

std::string quote_identifier(std::string_view name) {
  return doubled(name, '"');
}

std::string literal(std::string_view text) {
  return doubled(text, '\'');
}

std::string array_of(const std::vector<std::int64_t>& numbers) {
  return fmt::format("{{{}}}", fmt::join(numbers, ","));
}

std::string array_of(const std::vector<std::string>& texts) {
  std::string out = "{";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    out += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + "}";
}

std::string seconds_of(std::string_view expression) {
  return fmt::format("extract(epoch FROM {})::bigint", expression);
}

std::string time_of(std::int64_t seconds) {
  return fmt::format("to_timestamp({})", seconds);
}

}  // namespace mimon::store::postgres
