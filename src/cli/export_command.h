#pragma once

#include "base/log.h"
#include "base/result.h"
#include "cli/options.h"

namespace mimon::cli {

/// Writes what was asked for to its file, or to standard output. Reads the history file itself, or
/// asks the shared store that is named, whether or not a mimon runs; a file that exists is
/// overwritten.
[[nodiscard]] Result<void> export_history(const Options& options, const Logger& log);

}  // namespace mimon::cli
