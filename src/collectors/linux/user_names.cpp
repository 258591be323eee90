#include "collectors/linux/user_names.h"

#include <pwd.h>

#include <array>
#include <string_view>

#include "base/text.h"

namespace mimon::host {
namespace {

std::optional<std::string> from_system(uid_t uid) {
  std::array<char, 16384> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
    return std::nullopt;
  }
  return to_utf8(found->pw_name);
}

/// Takes the next field of a line of passwd(5).
std::string_view next_field(std::string_view& line) {
  const auto colon = line.find(':');
  const std::string_view field = line.substr(0, colon);
  line.remove_prefix(colon == line.npos ? line.size() : colon + 1);
  return field;
}

}  // namespace

const std::string& UserNames::of(std::uint32_t uid) {
  const auto known = names_.find(uid);
  if (known != names_.end()) return known->second;
  return names_.emplace(uid, look_up(uid).value_or(std::to_string(uid))).first->second;
}

std::optional<std::string> UserNames::look_up(std::uint32_t uid) const {
  if (files_.live()) return from_system(uid);
  const auto content = files_.read("/etc/passwd");
  std::string_view text = content ? std::string_view(*content) : std::string_view();
  while (!text.empty()) {
    std::string_view line = next_line(text);
    const std::string_view name = next_field(line);
    (void)next_field(line);  // password
    if (!name.empty() && parse_number<std::uint32_t>(next_field(line)) == uid) return to_utf8(name);
  }
  return std::nullopt;
}

}  // namespace mimon::host
