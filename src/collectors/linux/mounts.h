#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mimon::host {

/// One line of /proc/self/mountinfo (proc(5)) or /proc/self/mounts (fstab(5)), its octal escapes
/// resolved. Bytes, not always UTF-8.
struct Mount {
  std::string source, point, type;
  /// Whether the file system itself is: a service or a container may be shown one read-only that
  /// the machine writes to. Of /proc/self/mounts, which doesn't tell these apart, either.
  bool read_only = false;
  std::string device = std::string();  ///< `8:1`, the file system's own; empty where not known
  /// Whether asking about it may hang: a server, another process or another machine has to answer,
  /// for it or for a mount that its point lies below. The root is left out of that: where it
  /// doesn't answer, nothing does. Set by `real_mounts`.
  bool may_hang = false;
  /// Where else this file system is mounted, sorted. Set by `real_mounts`.
  std::vector<std::string> twins = std::vector<std::string>();

  bool operator==(const Mount&) const = default;
};

/// The mounts as listed; lines that make no sense are left out, and so are mounts that a later one
/// covers.
[[nodiscard]] std::vector<Mount> parse_mounts(std::string_view content);
[[nodiscard]] std::vector<Mount> parse_mountinfo(std::string_view content);

/// `text` with its octal escapes (`\040`) resolved.
[[nodiscard]] std::string unescape_mount(std::string_view text);

/// Whether a mount point is a folder. Containers mount single files from the host's disk.
using IsFolder = std::function<bool(const std::string& point)>;

/// The mounts that hold people's data, each file system once, by mount point: no pseudo file
/// systems, no RAM disks, no read-only images, an overlay only as `/`. Of several mounts of one
/// file system the shortest mount point wins, and the others are its `twins`. It is one where the
/// device is the same, or the source and the type where devices are not known; what a server gives
/// under several names counts as several, as df has it. `is_folder` is asked only of mounts that
/// can't hang.
[[nodiscard]] std::vector<Mount> real_mounts(std::vector<Mount> mounts, const IsFolder& is_folder);

}  // namespace mimon::host
