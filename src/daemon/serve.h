#pragma once

#include "base/log.h"
#include "base/result.h"
#include "daemon/config.h"

namespace mimon {

/// Samples and serves until SIGTERM or SIGINT, then drains and returns within two seconds. To be
/// called before any other thread exists. An error is one line for the person who started it.
[[nodiscard]] Result<void> serve(const Config& config, const Logger& log);

}  // namespace mimon
