#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "metrics/absence.h"

namespace mimon::jetson {

/// What one reading gave: a value, or why there is none.
struct Found {
  std::optional<double> value;
  Absence why = Absence::unsupported;  ///< meant where `value` is absent
};

/// Reads one metric, again and again. For one thread.
using Source = std::function<Found()>;

/// A source that never has a value.
[[nodiscard]] Source absent(Absence why);

/// How the number in a file becomes a value; outside the range (of the value) it is `invalid`.
struct Scale {
  double factor = 1;
  double min = 0;
  double max = 1e18;
};

/// What a failed read means. sysfs says EAGAIN for a sensor whose domain has no power: `asleep`.
[[nodiscard]] Absence absence_of(const Error& error);

/// A file that holds one whole number, perhaps with a unit behind it.
class Number {
 public:
  Number(const FileTree& files, std::string_view path, Scale scale = {})
      : file_(files, path), scale_(scale) {}
  [[nodiscard]] Found read();

 private:
  CachedFile file_;
  Scale scale_;
};

/// The number in `path`; a missing file is found out at each read.
[[nodiscard]] Source from_file(const FileTree& files, std::string_view path, Scale scale = {});

/// Where the kernel's debugfs is: for root only.
inline constexpr std::string_view kDebug = "/sys/kernel/debug";

/// Why something is not in debugfs: `denied` where debugfs shows nothing at all (closed to this
/// user, or not mounted here), `unsupported` where it is readable and lacks just that.
[[nodiscard]] Absence debugfs_absence(const FileTree& files);

/// The first of `paths` that exists; empty where none does.
[[nodiscard]] std::string first_existing(const FileTree& files,
                                         const std::vector<std::string>& paths);

/// Folder and entry as one path.
[[nodiscard]] std::string join(std::string_view folder, std::string_view name);

/// The paths of a folder's entries; empty where it cannot be listed.
[[nodiscard]] std::vector<std::string> entries(const FileTree& files, std::string_view folder);

/// The first line of a file; empty where it cannot be read.
[[nodiscard]] std::string text_of(const FileTree& files, std::string_view path);

}  // namespace mimon::jetson
