#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/clock.h"
#include "base/file_tree.h"
#include "collectors/linux/hanging_call.h"

namespace mimon::host {

/// The name of a user by number; absent where nobody has it, or where that could not be found out.
/// May hang, where names come from a directory on the network; safe to call from any thread.
using LookUpUser = std::function<std::optional<std::string>(std::uint32_t uid)>;

/// Of the machine itself as getpwuid_r(3) finds them, of a recorded tree from its /etc/passwd.
[[nodiscard]] LookUpUser look_up_user(const FileTree& files);

/// Names of users, looked up aside, one after the other, once each; one that was not found is
/// looked up again after a minute, while it is wanted. For one thread.
class UserNames {
 public:
  explicit UserNames(LookUpUser look_up) : look_up_(std::move(look_up)) {}

  /// Has this user looked up, unless that was done.
  void want(std::uint32_t uid, MonoTime now);
  /// Looks up who is wanted; takes what is answered by `deadline`.
  void update(MonoTime now, std::chrono::steady_clock::time_point deadline);
  /// The name; the number itself while none is known, as ps shows it.
  [[nodiscard]] std::string of(std::uint32_t uid) const;

  static constexpr std::chrono::minutes kAskAgain{1};

 private:
  struct User {
    std::optional<std::string> name;
    bool asked = false;  ///< whether it waits for an answer
    MonoTime answered{};
  };
  std::unordered_map<std::uint32_t, User> users_;
  std::deque<std::uint32_t> wanted_;  ///< the first is being looked up
  LookUpUser look_up_;
  HangingCall<std::optional<std::string>> call_;
};

}  // namespace mimon::host
