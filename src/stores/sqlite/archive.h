#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "stores/sqlite/contents.h"
#include "stores/sqlite/database.h"

namespace mimon::store::sqlite {

/// Keeps a second process from writing the same history.
class FileLock {
 public:
  /// `resource_unavailable_try_again` where another process holds it.
  [[nodiscard]] static Result<FileLock> take(const std::string& path);
  FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

/// The history file, open for writing. For one thread.
class Archive {
 public:
  /// Opens or makes the file and its folder, and brings its schema up to date.
  [[nodiscard]] static Result<Archive> open(const std::string& path);

  [[nodiscard]] Database& database() { return database_; }
  [[nodiscard]] const Registry& registry() const { return contents_.registry; }
  [[nodiscard]] const Blocks& blocks() const { return contents_.blocks; }
  /// Ticks that were not sealed when the file was last written, by batch.
  [[nodiscard]] std::vector<Batch> take_batches() { return std::move(contents_.batches); }
  /// How many ticks could not be read when the file was opened; they are gone from it.
  [[nodiscard]] std::size_t unreadable_ticks() const { return contents_.unreadable.size(); }
  /// Of the ticks that the file held when it was opened; 0 where there were none.
  [[nodiscard]] std::int64_t last_row() const { return contents_.last_row; }

  /// Whether the path still leads to the file that is open.
  [[nodiscard]] bool in_place() const;
  /// Bytes in use by data, in the main file.
  [[nodiscard]] Result<std::uint64_t> used_bytes();
  /// Gives free pages back to the file system, a few at a time, where there are many.
  [[nodiscard]] Result<void> shrink();
  /// About how large the log grows before it is moved.
  static constexpr std::uint64_t kLogBytes = std::uint64_t{64} * 4120;
  /// Moves what the log holds into the main file, where the log has grown enough.
  [[nodiscard]] Result<void> checkpoint();

 private:
  Archive(Database database, FileLock lock, std::string path);
  [[nodiscard]] Result<void> load();
  [[nodiscard]] Result<void> erase_unreadable();

  Database database_;
  FileLock lock_;
  std::string path_;
  std::uint64_t inode_ = 0;
  std::unique_ptr<int> log_pages_;  ///< pages in the log, kept by SQLite's hook
  Contents contents_;
};

/// The main file, its log and its index together.
[[nodiscard]] std::uint64_t bytes_on_disk(const std::string& path);

/// Renames a damaged file, with its log; returns the new name.
[[nodiscard]] Result<std::string> set_aside(const std::string& path, const std::string& stamp);

/// What is wrong, in words for a person.
[[nodiscard]] std::string explain(const Error& error);

}  // namespace mimon::store::sqlite
