#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "stores/sqlite/archive.h"

namespace mimon::store::sqlite {

Result<FileLock> FileLock::take(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return errno_error(errno, path);
  FileLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) return errno_error(errno, path);
  return lock;
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

std::uint64_t bytes_on_disk(const std::string& path) {
  std::uint64_t bytes = 0;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path + suffix, error);
    if (!error) bytes += size;
  }
  return bytes;
}

Result<std::string> set_aside(const std::string& path, const std::string& stamp) {
  std::string aside = fmt::format("{}.damaged-{}", path, stamp);
  std::error_code error;
  std::filesystem::rename(path, aside, error);
  if (error) return Error{error, path + ": cannot set the damaged file aside"};
  // The log belongs to the file; the index is made anew.
  std::filesystem::rename(path + "-wal", aside + "-wal", error);
  std::filesystem::remove(path + "-shm", error);
  return aside;
}

std::string explain(const Error& error) {
  const auto is = [&](int code) { return error.code == std::error_code(code, sqlite_category()); };
  const auto is_errno = [&](std::errc code) { return error.code == code; };
  if (is(SQLITE_FULL) || is_errno(std::errc::no_space_on_device))
    return "the disk is full: " + error.message;
  if (is(SQLITE_READONLY) || is_errno(std::errc::read_only_file_system))
    return "the file or its file system is read-only: " + error.message;
  if (is_errno(std::errc::resource_unavailable_try_again))
    return "another mimon writes the same history: " + error.message;
  if (is(SQLITE_BUSY) || is(SQLITE_LOCKED))
    return "the file is locked by another program: " + error.message;
  if (is_damage(error)) return "the file is damaged: " + error.message;
  if (is(SQLITE_CANTOPEN) || is_errno(std::errc::permission_denied))
    return "the file cannot be opened or made: " + error.message;
  return error.what();
}

}  // namespace mimon::store::sqlite
