#pragma once

#include <string>

#include "base/result.h"

namespace mimon {

/// The token in `file`, its first line; an error where the file cannot be read or holds no usable
/// one.
[[nodiscard]] Result<std::string> read_token(const std::string& file);

/// The token in `file`; made and written there, readable by its owner alone, where there is no such
/// file.
[[nodiscard]] Result<std::string> read_or_make_token(const std::string& file);

}  // namespace mimon
