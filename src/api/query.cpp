#include "api/query.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/text.h"

namespace mimon::api {
namespace {

Error malformed(std::string message) {
  return {std::make_error_code(std::errc::invalid_argument), std::move(message)};
}

}  // namespace

std::optional<std::string_view> Target::find(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Result<Target> parse_target(std::string_view target) {
  const auto parsed = boost::urls::parse_origin_form(target);
  if (!parsed) return malformed("The request's path or query is malformed.");
  Target result;
  result.path = parsed->path();
  boost::urls::encoding_opts options;
  options.space_as_plus = true;
  for (const auto& parameter : parsed->params(options)) {
    std::string key(parameter.key);
    if (key.empty() && !parameter.has_value) continue;
    if (result.find(key)) return malformed("The parameter '" + to_utf8(key) + "' is given twice.");
    result.query.emplace_back(std::move(key), std::string(parameter.value));
  }
  const auto odd = [](const std::string& text) {
    return text.find('\0') != std::string::npos || to_utf8(text) != text;
  };
  if (odd(result.path)) return malformed("The path is not valid UTF-8 text.");
  for (const auto& [key, value] : result.query) {
    if (odd(key) || odd(value)) return malformed("The query is not valid UTF-8 text.");
  }
  return result;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (const auto part = trim(text.substr(0, comma)); !part.empty()) parts.emplace_back(part);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return parts;
}

}  // namespace mimon::api
