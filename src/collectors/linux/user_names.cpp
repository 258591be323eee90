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

std::optional<std::string> from_file(const FileTree& files, std::uint32_t uid) {
  const auto content = files.read("/etc/passwd");
  std::string_view text = content ? std::string_view(*content) : std::string_view();
  while (!text.empty()) {
    std::string_view line = next_line(text);
    const std::string_view name = next_field(line);
    (void)next_field(line);  // password
    if (!name.empty() && parse_number<std::uint32_t>(next_field(line)) == uid) return to_utf8(name);
  }
  return std::nullopt;
}

}  // namespace

LookUpUser look_up_user(const FileTree& files) {
  if (files.live()) return from_system;
  return [files](std::uint32_t uid) { return from_file(files, uid); };
}

void UserNames::want(std::uint32_t uid, MonoTime now) {
  const auto [known, added] = users_.try_emplace(uid);
  User& user = known->second;
  if (user.asked || user.name || (!added && now - user.answered < kAskAgain)) return;
  user.asked = true;
  wanted_.push_back(uid);
}

void UserNames::update(MonoTime now, std::chrono::steady_clock::time_point deadline) {
  while (!wanted_.empty()) {
    const std::uint32_t uid = wanted_.front();
    call_.start([look_up = look_up_, uid] { return look_up(uid); });
    auto name = call_.take(deadline);
    if (!name) return;
    users_[uid] = {.name = *std::move(name), .asked = false, .answered = now};
    wanted_.pop_front();
  }
}

std::string UserNames::of(std::uint32_t uid) const {
  const auto known = users_.find(uid);
  const bool named = known != users_.end() && known->second.name;
  return named ? *known->second.name : std::to_string(uid);
}

}  // namespace mimon::host
