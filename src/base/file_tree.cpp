#include "base/file_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <memory>
#include <utility>

#include "base/text.h"

namespace mimon {
namespace {

/// Reads from the start of `fd` into `buffer`, growing it up to `limit`; returns the length. Files
/// that cannot be rewound (much of debugfs) are read where `fd` stands, and so only when `fresh`.
Result<std::size_t> read_all(int fd, bool fresh, std::string& buffer, std::size_t limit,
                             const std::string& path) {
  std::size_t length = 0;
  bool stream = false;
  for (;;) {
    if (length == buffer.size()) {
      if (length > limit) return Error{std::make_error_code(std::errc::value_too_large), path};
      buffer.resize(std::min(std::max<std::size_t>(buffer.size() * 2, 4096), limit + 1));
    }
    char* const to = buffer.data() + length;
    const std::size_t room = buffer.size() - length;
    const ssize_t got =
        stream ? ::read(fd, to, room) : pread(fd, to, room, static_cast<off_t>(length));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == ESPIPE && fresh && !stream) {
      stream = true;
      continue;
    }
    if (got < 0) return errno_error(errno, path);
    if (got == 0) return length;
    length += static_cast<std::size_t>(got);
  }
}

int open_for_reading(const std::string& path) {
  // O_NONBLOCK: a FIFO or a device in a recorded tree must not hang the reader.
  return open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

}  // namespace

FileTree::FileTree(std::string root) : root_(std::move(root)) {
  while (!root_.empty() && root_.back() == '/') root_.pop_back();
}

std::string FileTree::path(std::string_view absolute) const {
  std::string full = root_;
  return full.append(absolute);
}

bool FileTree::exists(std::string_view absolute) const {
  return access(path(absolute).c_str(), F_OK) == 0;
}

Result<std::string> FileTree::read(std::string_view absolute, std::size_t limit) const {
  const std::string full = path(absolute);
  const int fd = open_for_reading(full);
  if (fd < 0) return errno_error(errno, full);
  std::string buffer;
  const auto length = read_all(fd, true, buffer, limit, full);
  ::close(fd);
  if (!length) return length.error();
  if (*length > limit) return Error{std::make_error_code(std::errc::value_too_large), full};
  buffer.resize(*length);
  return buffer;
}

Result<std::string> FileTree::read_line(std::string_view absolute) const {
  auto content = read(absolute);
  if (!content) return content.error();
  const std::string_view all = *content;
  return std::string(trim(all.substr(0, all.find('\n'))));
}

Result<std::vector<std::string>> FileTree::list(std::string_view absolute) const {
  const std::string full = path(absolute);
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(full.c_str()), closedir);
  if (!folder) return errno_error(errno, full);
  std::vector<std::string> names;
  while (const dirent* entry = readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::string> FileTree::read_link(std::string_view absolute) const {
  const std::string full = path(absolute);
  std::array<char, PATH_MAX> target{};
  const ssize_t length = readlink(full.c_str(), target.data(), target.size());
  if (length < 0) return errno_error(errno, full);
  return std::string(target.data(), static_cast<std::size_t>(length));
}

CachedFile::CachedFile(const FileTree& tree, std::string_view absolute)
    : path_(tree.path(absolute)) {}

CachedFile::CachedFile(CachedFile&& other) noexcept
    : path_(std::move(other.path_)),
      buffer_(std::move(other.buffer_)),
      fd_(std::exchange(other.fd_, -1)) {}

CachedFile& CachedFile::operator=(CachedFile&& other) noexcept {
  if (this != &other) {
    close();
    path_ = std::move(other.path_);
    buffer_ = std::move(other.buffer_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

CachedFile::~CachedFile() {
  close();
}

Result<std::string_view> CachedFile::read() {
  if (fd_ >= 0) {
    if (auto content = read_open_file(false)) return content;
    close();
  }
  fd_ = open_for_reading(path_);
  if (fd_ < 0) return errno_error(errno, path_);
  auto content = read_open_file(true);
  if (!content) close();
  return content;
}

Result<std::string_view> CachedFile::read_open_file(bool fresh) {
  const auto length = read_all(fd_, fresh, buffer_, FileTree::kLimit, path_);
  if (!length) return length.error();
  return std::string_view(buffer_.data(), *length);
}

void CachedFile::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

}  // namespace mimon
