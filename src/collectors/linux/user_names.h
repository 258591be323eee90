#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/file_tree.h"

namespace mimon::host {

/// Names of users by number: of the machine itself as getpwuid_r(3) finds them, of a recorded tree
/// from its /etc/passwd. Each is looked up once. For one thread.
class UserNames {
 public:
  explicit UserNames(const FileTree& files) : files_(files) {}

  /// The number itself where nobody has it, as ps shows it. The reference holds for good.
  [[nodiscard]] const std::string& of(std::uint32_t uid);

 private:
  [[nodiscard]] std::optional<std::string> look_up(std::uint32_t uid) const;

  FileTree files_;
  std::unordered_map<std::uint32_t, std::string> names_;
};

}  // namespace mimon::host
