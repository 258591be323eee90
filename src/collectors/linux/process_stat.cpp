#include "collectors/linux/process_stat.h"

#include "base/text.h"
#include "collectors/linux/scan.h"

namespace mimon::host {
namespace {

constexpr std::size_t kLongestName = 128;

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view content) {
  const auto open = content.find('(');
  const auto close = content.rfind(')');
  if (open == content.npos || close == content.npos || close < open) return std::nullopt;
  ProcessStat stat;
  stat.comm = content.substr(open + 1, close - open - 1);
  std::string_view fields = content.substr(close + 1);
  std::optional<std::uint64_t> user, system, start, rss;
  // The state is field 3.
  for (int field = 3; field <= 24; ++field) {
    std::string_view word = scan_word(fields);
    if (field == 14) user = scan_number(word);
    if (field == 15) system = scan_number(word);
    if (field == 22) start = scan_number(word);
    if (field == 24) rss = scan_number(word);
  }
  if (!user || !system || !start || !rss) return std::nullopt;
  stat.cpu_ticks = *user + *system;
  stat.start_ticks = *start;
  stat.rss_pages = *rss;
  return stat;
}

std::string process_name(std::string_view command_line, std::string_view comm) {
  std::string_view program = command_line.substr(0, command_line.find('\0'));
  // A program that renames itself may put all of its arguments here, blanks between.
  program = program.substr(0, program.find(" -"));
  program = trim(program.substr(program.rfind('/') + 1));
  if (program.starts_with('-')) program.remove_prefix(1);  // a login shell
  if (program.empty()) program = comm;
  return to_utf8(program.substr(0, kLongestName));
}

std::optional<std::string> container_id(std::string_view cgroup) {
  constexpr std::size_t kIdLength = 64, kShortLength = 12;
  std::optional<std::string> id;
  std::size_t run = 0;
  for (std::size_t i = 0; i <= cgroup.size(); ++i) {
    if (i < cgroup.size() && is_hex(cgroup[i])) {
      ++run;
      continue;
    }
    // The last one: a container in a container, or in a pod with an id of its own.
    if (run == kIdLength) id = cgroup.substr(i - run, kShortLength);
    run = 0;
  }
  return id;
}

}  // namespace mimon::host
