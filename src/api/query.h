#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mimon::api {

/// A request target, taken apart and percent-decoded.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;  ///< in the order given

  /// The value of a parameter; absent where it was not given.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
};

/// Takes `target` (origin form: `/path?query`) apart; an error names what is malformed: bad
/// percent-encoding, a NUL, bytes that are not UTF-8, a parameter given twice.
[[nodiscard]] Result<Target> parse_target(std::string_view target);

/// `text` split at commas, blanks trimmed, empty parts dropped.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);

}  // namespace mimon::api
