#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mimon::host {

/// What of /proc/PID/stat (proc_pid_stat(5)) is used.
struct ProcessStat {
  std::string comm;               ///< bytes; cut off after 15 by the kernel
  std::uint64_t cpu_ticks = 0;    ///< user and system time, in clock ticks
  std::uint64_t start_ticks = 0;  ///< when it started, in clock ticks since boot
  std::uint64_t rss_pages = 0;
};

/// Absent where a field is missing or no number. The name may hold blanks, line ends and brackets.
[[nodiscard]] std::optional<ProcessStat> parse_process_stat(std::string_view content);

/// The name to show: the program's as it was called, which the kernel does not cut off, else
/// `comm`. Always valid UTF-8. `command_line` is /proc/PID/cmdline.
[[nodiscard]] std::string process_name(std::string_view command_line, std::string_view comm);

/// The first 12 digits of the id of the innermost container, from /proc/PID/cgroup: Docker, Podman,
/// containerd and CRI-O name a group after it, 64 hexadecimal digits. Absent outside containers.
[[nodiscard]] std::optional<std::string> container_id(std::string_view cgroup);

}  // namespace mimon::host
