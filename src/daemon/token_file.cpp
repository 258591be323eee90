#include "daemon/token_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/file_tree.h"
#include "server/security.h"

namespace mimon {

Result<std::string> read_token(const std::string& file) {
  auto token = FileTree().read_line(file);
  if (!token) return token.error();
  if (token->size() < 16 || !server::is_usable_token(*token)) {
    return Error{
        {}, fmt::format("{} holds no usable token: at least 16 visible ASCII characters", file)};
  }
  return token;
}

Result<std::string> read_or_make_token(const std::string& file) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) return read_token(file);
  if (fd < 0) return errno_error(errno, file);
  std::string token = server::make_token();
  const std::string line = token + "\n";
  const ssize_t written = write(fd, line.data(), line.size());
  close(fd);
  if (written != static_cast<ssize_t>(line.size())) return errno_error(errno, file);
  return token;
}

}  // namespace mimon
