#include "server/request.h"

#include <algorithm>

#include "base/text.h"

namespace mimon::server {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

}  // namespace

bool iequals(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view next_element(std::string_view& list) {
  const auto comma = std::min(list.find(','), list.size());
  const auto element = trim(list.substr(0, comma));
  list.remove_prefix(std::min(comma + 1, list.size()));
  return element;
}

std::string_view HttpRequest::field(std::string_view name) const {
  for (const auto& field : fields) {
    if (field.name.size() == name.size() && iequals(field.name, name)) return field.value;
  }
  return {};
}

std::string_view HttpRequest::path() const {
  return target.substr(0, target.find('?'));
}

}  // namespace mimon::server
