#pragma once

#include <span>

#include "server/assets.h"

namespace mimon::server {

/// The dashboard that was built with the program (`web/dist`), or a page that says there is none.
[[nodiscard]] std::span<const Asset> dashboard_files();

}  // namespace mimon::server
