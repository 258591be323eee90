#include "collectors/linux/mount_usage.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <utility>

#include "base/text.h"
#include "collectors/linux/mounts.h"
#include "collectors/linux/scan.h"

namespace mimon::host {
namespace {

Result<MountUsage> ask_system(const std::string& point) {
  struct statvfs answer{};
  int status = 0;
  do {
    status = statvfs(point.c_str(), &answer);
  } while (status != 0 && errno == EINTR);
  if (status != 0) return errno_error(errno, point);
  const std::uint64_t block = answer.f_frsize != 0 ? answer.f_frsize : answer.f_bsize;
  return MountUsage{.total = answer.f_blocks * block,
                    .free = answer.f_bfree * block,
                    .available = answer.f_bavail * block,
                    .files = answer.f_files,
                    .files_free = answer.f_ffree};
}

Result<MountUsage> ask_table(const FileTree& files, const std::string& point) {
  const auto table = files.read("/.statvfs");
  Error unknown{std::make_error_code(std::errc::function_not_supported), point};
  if (!table) return unknown;
  std::string_view content = *table;
  while (auto line = scan_line(content)) {
    if (unescape_mount(scan_word(*line)) != point) continue;
    MountUsage usage;
    for (std::uint64_t* field :
         {&usage.total, &usage.free, &usage.available, &usage.files, &usage.files_free}) {
      const auto number = scan_number(*line);
      if (!number) return Error{std::make_error_code(std::errc::bad_message), point};
      *field = *number;
    }
    return usage;
  }
  return unknown;
}

}  // namespace

AskUsage ask_usage(const FileTree& files) {
  if (files.live()) return ask_system;
  return [files](const std::string& point) { return ask_table(files, point); };
}

bool is_mounted_folder(const FileTree& files, const std::string& point) {
  if (!files.live()) {
    return point != "/etc/hosts" && point != "/etc/hostname" && point != "/etc/resolv.conf";
  }
  struct stat status{};
  return stat(point.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace mimon::host
