#pragma once

#include <memory>
#include <string>

#include "base/file_tree.h"
#include "base/log.h"
#include "collectors/collector.h"

namespace mimon {

/// NVIDIA's GPUs through libnvidia-ml, which is loaded at the first `discover` and again whenever
/// the driver was away. `library_file` names the file to load; empty to look where drivers put it.
/// A GPU is the same object for as long as the library stays loaded and it keeps its place.
[[nodiscard]] std::unique_ptr<GpuVendor> make_nvidia_vendor(const FileTree& files, Logger log,
                                                            std::string library_file);

}  // namespace mimon
