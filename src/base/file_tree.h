#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mimon {

/// The files of a machine: `/proc`, `/sys` and `/etc` under a root that can be set, so that a
/// recorded tree stands in for a machine. Paths given are absolute, as on the machine itself.
/// Immutable; safe to use from any thread.
class FileTree {
 public:
  /// `root` is a folder; "/" or empty is the machine itself.
  explicit FileTree(std::string root = "/");

  /// True for the machine itself, false for a recorded tree: what no file tells (statvfs, user
  /// names, sysconf) may be asked of the system only then.
  [[nodiscard]] bool live() const { return root_.empty(); }
  [[nodiscard]] std::string path(std::string_view absolute) const;
  [[nodiscard]] bool exists(std::string_view absolute) const;

  /// The whole file, up to `limit` bytes; a longer one is an error (`value_too_large`).
  [[nodiscard]] Result<std::string> read(std::string_view absolute,
                                         std::size_t limit = kLimit) const;
  /// The file's first line without blanks around it.
  [[nodiscard]] Result<std::string> read_line(std::string_view absolute) const;
  /// The names in a folder, sorted, without `.` and `..`.
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view absolute) const;
  /// Where a symbolic link points, as written in it.
  [[nodiscard]] Result<std::string> read_link(std::string_view absolute) const;

  static constexpr std::size_t kLimit = std::size_t{4} << 20;

 private:
  std::string root_;
};

/// One file that is read again and again: opened once, reread from its start, reopened when reading
/// fails. The buffer is kept too. For one thread; movable.
class CachedFile {
 public:
  CachedFile(const FileTree& tree, std::string_view absolute);
  CachedFile(CachedFile&& other) noexcept;
  CachedFile& operator=(CachedFile&& other) noexcept;
  CachedFile(const CachedFile&) = delete;
  CachedFile& operator=(const CachedFile&) = delete;
  ~CachedFile();

  /// The file's bytes now; valid until the next call.
  [[nodiscard]] Result<std::string_view> read();

 private:
  [[nodiscard]] Result<std::string_view> read_open_file(bool fresh);
  void close();

  std::string path_;
  std::string buffer_;
  int fd_ = -1;
};

}  // namespace mimon
