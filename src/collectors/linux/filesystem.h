#pragma once

#include <chrono>
#include <memory>
#include <span>

#include "collectors/linux/collectors.h"
#include "collectors/linux/mount_usage.h"
#include "collectors/linux/source.h"

namespace mimon::host {

/// Descriptive fields of a mount.
extern const InfoSpec kMountSource, kMountType, kMountReadOnly, kMountAlsoAt;

[[nodiscard]] std::span<const InfoSpec* const> filesystem_info();

/// The collector with another way to ask how full a mount is. Mounts that may hang are asked at the
/// same time, each on a thread of its own, and waited for `patience` in all; one that does not
/// answer is `unresponsive`, and not asked again before it has answered.
[[nodiscard]] std::unique_ptr<SlowHostCollector> make_filesystem_collector(
    const Context& context, AskUsage ask, std::chrono::milliseconds patience);

}  // namespace mimon::host
