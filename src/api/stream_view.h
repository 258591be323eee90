#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/views.h"

namespace mimon::api {

/// The channels of the plain stream that a snapshot has: `system`, and `gpu/N` for each whole GPU.
[[nodiscard]] std::vector<std::string> stream_channels(const View& view);

/// The JSON of a channel or room, by the writers of the REST API; empty where there is nothing of
/// it, as of a GPU that is not there:
/// - `system`: `/all` without its GPU; `gpu/N`: the member `gpu` of `/all?gpu_id=N`;
/// - `system/gpu/N`: `/gpu-metrics?gpu_id=N`; `system/cpu`, `/memory`: members of `/metrics`;
/// - `system/disk`: `disk_usage` and `disk_rates`, `system/network`: `network_rates`, of `/all`.
[[nodiscard]] std::string stream_data(const View& view, std::string_view channel);

}  // namespace mimon::api
