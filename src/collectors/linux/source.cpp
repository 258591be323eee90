#include "collectors/linux/source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/text.h"

namespace mimon::host {

Absence absence_of(const Error& error) {
  if (error.code == std::errc::no_such_file_or_directory ||
      error.code == std::errc::not_a_directory || error.code == std::errc::no_such_device ||
      error.code == std::errc::no_such_device_or_address ||
      error.code == std::errc::operation_not_supported ||
      error.code == std::errc::function_not_supported ||
      error.code == std::errc::invalid_argument) {
    return Absence::unsupported;
  }
  if (error.code == std::errc::permission_denied ||
      error.code == std::errc::operation_not_permitted) {
    return Absence::denied;
  }
  if (error.code == std::errc::bad_message) return Absence::invalid;
  return Absence::failed;
}

std::optional<std::string_view> Source::read() {
  auto content = file_.read();
  if (content) return *content;
  error_ = content.error();
  return std::nullopt;
}

NumberFile::NumberFile(NumberFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

NumberFile& NumberFile::operator=(NumberFile&& other) noexcept {
  if (this != &other) {
    close();
    path_ = std::move(other.path_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

NumberFile::~NumberFile() {
  close();
}

Result<std::int64_t> NumberFile::read() {
  if (fd_ >= 0) {
    if (auto number = read_open_file()) return number;
    close();
  }
  fd_ = open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd_ < 0) return errno_error(errno, path_);
  auto number = read_open_file();
  if (!number) close();
  return number;
}

Result<std::int64_t> NumberFile::read_open_file() {
  std::array<char, 64> buffer{};
  ssize_t length = 0;
  do {
    length = pread(fd_, buffer.data(), buffer.size(), 0);
  } while (length < 0 && errno == EINTR);
  if (length < 0) return errno_error(errno, path_);
  const std::string_view content(buffer.data(), static_cast<std::size_t>(length));
  if (const auto number = parse_number<std::int64_t>(trim(content))) return *number;
  return Error{std::make_error_code(std::errc::bad_message), path_};
}

void NumberFile::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void Reporter::set(Values& values, std::string_view device, const MetricSpec& spec,
                   std::optional<double> value, Absence why) {
  values.set(spec, value, why);
  if (!value && (why == Absence::invalid || why == Absence::failed)) {
    failing_ = true;
    failures_.failed(fmt::format("{} {}", device, spec.id), absence_name(why));
  } else if (failing_) {
    failures_.works(fmt::format("{} {}", device, spec.id));
  }
}

}  // namespace mimon::host
