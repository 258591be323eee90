#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/file_tree.h"
#include "base/log.h"
#include "collectors/collector.h"

namespace mimon {

/// NVIDIA's GPUs through libnvidia-ml, which is loaded at the first `discover` and again whenever
/// the driver was away. `library_file` names the file to load; empty to look where drivers put it.
/// A GPU is the same object for as long as the library stays loaded and it keeps its place.
/// `patience` is how long `discover` waits for GPUs that are slow to open; later ones join the next
/// report.
[[nodiscard]] std::unique_ptr<GpuVendor> make_nvidia_vendor(
    const FileTree& files, Logger log, std::string library_file,
    std::chrono::milliseconds patience = std::chrono::seconds(2));

}  // namespace mimon
