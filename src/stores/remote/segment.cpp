#include "stores/remote/segment.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/crc.hpp>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace mimon::store::remote {
namespace {

constexpr std::uint32_t kLongest = std::uint32_t{1} << 30;

void put(char* to, std::uint32_t number) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<char>(number >> (8 * i) & 0xff);
}

std::uint32_t get(const char* from) {
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i)
    number |= static_cast<std::uint32_t>(static_cast<unsigned char>(from[i])) << (8 * i);
  return number;
}

bool read_at(int fd, char* to, std::size_t size, std::uint64_t offset) {
  while (size > 0) {
    const ssize_t count = ::pread(fd, to, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    to += count;
    size -= static_cast<std::size_t>(count);
    offset += static_cast<std::uint64_t>(count);
  }
  return true;
}

bool write_at(int fd, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
  return true;
}

}  // namespace

std::uint32_t checksum(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

Segment::Segment(std::string path, int fd, std::uint64_t bytes)
    : path_(std::move(path)), fd_(fd), bytes_(bytes) {}

Segment::Segment(Segment&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), bytes_(other.bytes_) {}

Segment& Segment::operator=(Segment&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

Segment::~Segment() {
  if (fd_ >= 0) ::close(fd_);
}

Result<Segment> Segment::open(std::string path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return errno_error(errno, path);
  struct stat status{};
  if (::fstat(fd, &status) != 0) {
    const int error = errno;
    ::close(fd);
    return errno_error(error, path);
  }
  return Segment(std::move(path), fd, static_cast<std::uint64_t>(status.st_size));
}

std::optional<std::uint32_t> Segment::length_at(std::uint64_t offset) const {
  std::array<char, 4> head{};
  if (offset + kOverhead > bytes_ || !read_at(fd_, head.data(), head.size(), offset))
    return std::nullopt;
  const std::uint32_t length = get(head.data());
  if (length == 0 || length > kLongest || offset + kOverhead + length > bytes_) return std::nullopt;
  return length;
}

Result<std::uint64_t> Segment::recover(std::uint64_t offset, bool verify) {
  std::uint64_t records = 0;
  while (const auto length = length_at(offset)) {
    if (verify && !read(offset)) break;
    offset += kOverhead + *length;
    ++records;
  }
  if (offset >= bytes_) return records;
  if (::ftruncate(fd_, static_cast<off_t>(offset)) != 0) return errno_error(errno, path_);
  bytes_ = offset;
  return records;
}

Result<void> Segment::append(std::string_view record) {
  if (record.empty() || record.size() > kLongest)
    return Error{std::make_error_code(std::errc::message_size), path_};
  std::string bytes(kOverhead, '\0');
  put(bytes.data(), static_cast<std::uint32_t>(record.size()));
  put(bytes.data() + 4, checksum(record));
  bytes += record;
  errno = ENOSPC;
  if (!write_at(fd_, bytes, bytes_)) {
    const int error = errno;
    // What is behind the end is overwritten by the next record, or cut by `recover`.
    (void)!::ftruncate(fd_, static_cast<off_t>(bytes_));
    return errno_error(error, path_);
  }
  bytes_ += bytes.size();
  return {};
}

std::optional<std::string> Segment::read(std::uint64_t offset) const {
  const auto length = length_at(offset);
  if (!length) return std::nullopt;
  std::string bytes(4 + *length, '\0');
  if (!read_at(fd_, bytes.data(), bytes.size(), offset + 4)) return std::nullopt;
  const std::uint32_t expected = get(bytes.data());
  bytes.erase(0, 4);
  if (checksum(bytes) != expected) return std::nullopt;
  return bytes;
}

std::optional<std::uint64_t> Segment::next(std::uint64_t offset) const {
  const auto length = length_at(offset);
  if (!length) return std::nullopt;
  return offset + kOverhead + *length;
}

Result<void> Segment::sync() {
  if (::fdatasync(fd_) != 0) return errno_error(errno, path_);
  return {};
}

void Segment::remove() {
  ::unlink(path_.c_str());
}

}  // namespace mimon::store::remote
