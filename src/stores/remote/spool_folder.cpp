#include "stores/remote/spool_folder.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "stores/remote/segment.h"

namespace mimon::store::remote {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".records";
// Two numbers and their checksum: written at once, so that a kill leaves the old or the new.
constexpr std::size_t kCursorBytes = 20;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

Result<void> write_file(const fs::path& path, const std::string& text) {
  const fs::path draft = path.string() + ".new";
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return errno_error(errno, draft.string());
  std::error_code error;
  fs::rename(draft, path, error);
  if (error) return Error{error, path.string()};
  return {};
}

}  // namespace

SpoolFolder::SpoolFolder(SpoolFolder&& other) noexcept
    : path_(std::move(other.path_)),
      set_aside_(std::move(other.set_aside_)),
      lock_(std::exchange(other.lock_, -1)),
      cursor_(std::exchange(other.cursor_, -1)) {}

SpoolFolder& SpoolFolder::operator=(SpoolFolder&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(set_aside_, other.set_aside_);
  std::swap(lock_, other.lock_);
  std::swap(cursor_, other.cursor_);
  return *this;
}

SpoolFolder::~SpoolFolder() {
  if (cursor_ >= 0) ::close(cursor_);
  if (lock_ >= 0) ::close(lock_);
}

Result<SpoolFolder> SpoolFolder::open(const std::string& folder, const std::string& owner) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Error{error, "cannot make the spool's folder " + folder};
  const std::string lock = folder + "/lock";
  const int fd = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return errno_error(errno, lock);
  SpoolFolder opened(folder, fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0)
    return errno_error(errno, "another process uses the spool " + folder);
  if (const auto claimed = opened.claim(owner); !claimed) return claimed.error();
  const std::string cursor = folder + "/cursor";
  opened.cursor_ = ::open(cursor.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (opened.cursor_ < 0) return errno_error(errno, cursor);
  return opened;
}

Result<void> SpoolFolder::claim(const std::string& owner) {
  const fs::path mark = fs::path(path_) / "owner";
  const std::string before = read_file(mark);
  if (before == owner) return {};
  if (!before.empty() && !segments().empty()) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const fs::path aside =
        fs::path(path_) / fmt::format("aside-{:%Y%m%dT%H%M%S}Z-{}", now, segments().front());
    std::error_code error;
    fs::create_directories(aside, error);
    // The owner goes last: until then a start that was cut short is begun again.
    for (const std::uint64_t number : segments()) {
      const fs::path from = segment_path(number);
      if (!error) fs::rename(from, aside / from.filename(), error);
    }
    if (!error && fs::exists(fs::path(path_) / "cursor"))
      fs::rename(fs::path(path_) / "cursor", aside / "cursor", error);
    if (!error) fs::rename(mark, aside / "owner", error);
    if (error) return Error{error, "cannot set aside what waits in " + path_};
    set_aside_ = aside.string();
  }
  return write_file(mark, owner);
}

std::vector<std::uint64_t> SpoolFolder::segments() const {
  std::vector<std::uint64_t> numbers;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path_, error)) {
    if (entry.path().extension() != kExtension) continue;
    const auto number = parse_number<std::uint64_t>(entry.path().stem().string());
    if (number) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::string SpoolFolder::segment_path(std::uint64_t number) const {
  return fmt::format("{}/{:016}{}", path_, number, kExtension);
}

Cursor SpoolFolder::read_cursor() const {
  std::array<char, kCursorBytes> bytes{};
  if (::pread(cursor_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return {};
  Cursor cursor;
  std::uint32_t sum = 0;
  std::memcpy(&cursor.segment, bytes.data(), 8);
  std::memcpy(&cursor.offset, bytes.data() + 8, 8);
  std::memcpy(&sum, bytes.data() + 16, 4);
  return sum == checksum({bytes.data(), 16}) ? cursor : Cursor();
}

void SpoolFolder::write_cursor(Cursor cursor) {
  std::array<char, kCursorBytes> bytes{};
  std::memcpy(bytes.data(), &cursor.segment, 8);
  std::memcpy(bytes.data() + 8, &cursor.offset, 8);
  const std::uint32_t sum = checksum({bytes.data(), 16});
  std::memcpy(bytes.data() + 16, &sum, 4);
  // A cursor that is not written means that records are sent again, which does no harm.
  (void)!::pwrite(cursor_, bytes.data(), bytes.size(), 0);
}

}  // namespace mimon::store::remote
