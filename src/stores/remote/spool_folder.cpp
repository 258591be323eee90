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
constexpr const char* kOwner = "owner";
constexpr const char* kCursor = "cursor";
constexpr std::string_view kAside = "aside-";
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

Cursor parse_cursor(std::string_view bytes) {
  if (bytes.size() != kCursorBytes) return {};
  Cursor cursor;
  std::uint32_t sum = 0;
  std::memcpy(&cursor.segment, bytes.data(), 8);
  std::memcpy(&cursor.offset, bytes.data() + 8, 8);
  std::memcpy(&sum, bytes.data() + 16, 4);
  return sum == checksum(bytes.substr(0, 16)) ? cursor : Cursor();
}

Cursor cursor_in(const fs::path& file) {
  return parse_cursor(read_file(file));
}

fs::path path_in(const fs::path& folder, std::uint64_t number) {
  return folder / fmt::format("{:016}{}", number, kExtension);
}

std::vector<std::uint64_t> segments_in(const fs::path& folder) {
  std::vector<std::uint64_t> numbers;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != kExtension) continue;
    const auto number = parse_number<std::uint64_t>(entry.path().stem().string());
    if (number) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// Cut short at any step it is begun again and nothing is lost, as long as there is no cursor, which
// means that what was read already is read again. The last goes first: the rest stays in front.
void put_in_front(const fs::path& aside, const fs::path& folder, std::error_code& error) {
  const auto ours = segments_in(folder);
  const auto theirs = segments_in(aside);
  fs::remove(folder / kCursor, error);
  if (!ours.empty() && !theirs.empty() && ours.front() <= theirs.back()) {
    for (auto number = ours.rbegin(); number != ours.rend() && !error; ++number)
      fs::rename(path_in(folder, *number), path_in(folder, *number + theirs.back()), error);
  }
  for (auto number = theirs.rbegin(); number != theirs.rend() && !error; ++number)
    fs::rename(path_in(aside, *number), path_in(folder, *number), error);
  if (!error && fs::exists(aside / kCursor)) fs::rename(aside / kCursor, folder / kCursor, error);
  if (!error) fs::remove_all(aside, error);
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

Result<SpoolFolder> SpoolFolder::open(const std::string& folder, const RecordKind& kind) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Error{error, "cannot make the spool's folder " + folder};
  const std::string lock = folder + "/lock";
  const int fd = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return errno_error(errno, lock);
  SpoolFolder opened(folder, fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0)
    return errno_error(errno, "another process uses the spool " + folder);
  if (const auto claimed = opened.claim(kind); !claimed) return claimed.error();
  const std::string cursor = folder + "/" + kCursor;
  opened.cursor_ = ::open(cursor.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (opened.cursor_ < 0) return errno_error(errno, cursor);
  return opened;
}

Result<void> SpoolFolder::claim(const RecordKind& kind) {
  const fs::path mark = fs::path(path_) / kOwner;
  const std::string before = read_file(mark);
  if (!before.empty() && !takes(kind, record_kind_of(before))) {
    if (!anything_waits())
      remove_segments();
    else if (const auto done = put_aside(); !done)
      return done;
  }
  // Last, so that a start that is cut short is begun again.
  if (before != text_of(kind)) {
    if (const auto done = write_file(mark, text_of(kind)); !done) return done;
  }
  return take_back(kind);
}

bool SpoolFolder::anything_waits() const {
  const Cursor done = cursor_in(fs::path(path_) / kCursor);
  const auto numbers = segments();
  return std::any_of(numbers.begin(), numbers.end(), [&](std::uint64_t number) {
    if (number < done.segment) return false;
    std::error_code error;
    const auto bytes = fs::file_size(segment_path(number), error);
    return error || bytes > (number == done.segment ? done.offset : 0);
  });
}

void SpoolFolder::remove_segments() {
  std::error_code error;
  for (const std::uint64_t number : segments()) fs::remove(segment_path(number), error);
  fs::remove(fs::path(path_) / kCursor, error);
}

Result<void> SpoolFolder::put_aside() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto name = [&](int number) {
    return fs::path(path_) / fmt::format("{}{:%Y%m%dT%H%M%S}Z-{}", kAside, now, number);
  };
  int number = 1;
  while (fs::exists(name(number))) ++number;
  const fs::path aside = name(number);
  std::error_code error;
  fs::create_directories(aside, error);
  if (!error) fs::copy_file(fs::path(path_) / kOwner, aside / kOwner, error);
  for (const std::uint64_t segment : segments()) {
    const fs::path from = segment_path(segment);
    if (!error) fs::rename(from, aside / from.filename(), error);
  }
  if (!error && fs::exists(fs::path(path_) / kCursor))
    fs::rename(fs::path(path_) / kCursor, aside / kCursor, error);
  if (error) return Error{error, "cannot set aside what waits in " + path_};
  set_aside_ = aside.string();
  return {};
}

Result<void> SpoolFolder::take_back(const RecordKind& kind) {
  std::error_code error;
  std::vector<fs::path> asides;
  for (const auto& entry : fs::directory_iterator(path_, error)) {
    const bool is_aside = entry.path().filename().string().starts_with(kAside);
    if (is_aside && takes(kind, record_kind_of(read_file(entry.path() / kOwner))))
      asides.push_back(entry.path());
  }
  // By their names they are in the order of time; each comes before all that is there.
  std::sort(asides.rbegin(), asides.rend());
  for (const fs::path& aside : asides) {
    put_in_front(aside, path_, error);
    if (error) return Error{error, "cannot take back what waits in " + aside.string()};
  }
  return {};
}

std::vector<std::uint64_t> SpoolFolder::segments() const {
  return segments_in(path_);
}

std::string SpoolFolder::segment_path(std::uint64_t number) const {
  return path_in(path_, number).string();
}

Cursor SpoolFolder::read_cursor() const {
  std::array<char, kCursorBytes> bytes{};
  const auto count = ::pread(cursor_, bytes.data(), bytes.size(), 0);
  return parse_cursor({bytes.data(), count < 0 ? 0 : static_cast<std::size_t>(count)});
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
