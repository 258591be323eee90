#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/file_tree.h"
#include "base/result.h"

namespace mimon::host {

/// How full a file system is, as statvfs(3) tells.
struct MountUsage {
  std::uint64_t total = 0, free = 0;  ///< bytes
  std::uint64_t available = 0;        ///< bytes that anyone may use: less than free for reserves
  std::uint64_t files = 0, files_free = 0;  ///< both 0 where files are not limited
};

/// Asks about a mount point; may hang, and is safe to call from several threads.
using AskUsage = std::function<Result<MountUsage>(const std::string& point)>;

/// statvfs of the machine itself. A recorded tree cannot be asked; there the text file `/.statvfs`
/// stands in, a line a mount: `point total free available files files_free`, in bytes, the point
/// escaped as in /proc/mounts. A mount without a line is `function_not_supported`.
[[nodiscard]] AskUsage ask_usage(const FileTree& files);

/// Whether the mount point is a folder; of a recorded tree, which lists mounts but has no such
/// files, all but the files that container runtimes mount under /etc.
[[nodiscard]] bool is_mounted_folder(const FileTree& files, const std::string& point);

}  // namespace mimon::host
