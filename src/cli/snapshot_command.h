#pragma once

#include <string>

#include "base/log.h"
#include "base/result.h"
#include "daemon/config.h"

namespace mimon::cli {

/// One sample of everything, as JSON with a line end.
[[nodiscard]] Result<std::string> snapshot_text(const Config& config, const Logger& log);

}  // namespace mimon::cli
