#include "collectors/linux/cgroup_tree.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "collectors/linux/scan.h"

namespace mimon::host {
namespace {

constexpr std::string_view kMount = "/sys/fs/cgroup";

/// Whether `controllers`, a list with commas, has `name`.
bool lists(std::string_view controllers, std::string_view name) {
  while (!controllers.empty()) {
    const auto comma = controllers.find(',');
    if (controllers.substr(0, comma) == name) return true;
    if (comma == controllers.npos) return false;
    controllers.remove_prefix(comma + 1);
  }
  return false;
}

/// `top + path` and every folder above it down to `top`. A container of version 1 is told its path
/// on the host, which is not there inside: then only the top counts.
std::vector<std::string> folders(const FileTree& files, const std::string& top,
                                 std::string_view path) {
  std::vector<std::string> all;
  if (!files.exists(top)) return all;
  const bool strange = path.find("/..") != path.npos || !files.exists(top + std::string(path));
  while (!strange && path.size() > 1) {
    all.push_back(top + std::string(path));
    path = path.substr(0, path.rfind('/'));
  }
  all.push_back(top);
  return all;
}

/// Where version 1 mounts a controller: under its name, or under that of the pair.
std::string controller_folder(const FileTree& files, std::string_view name) {
  const std::string mount(kMount);
  if (name == "cpu" && !files.exists(mount + "/cpu")) return mount + "/cpu,cpuacct";
  return mount + "/" + std::string(name);
}

std::optional<double> quota_in(const FileTree& files, const std::string& folder, bool unified) {
  std::optional<double> quota, period;
  if (unified) {
    const auto line = files.read_line(folder + "/cpu.max");
    std::string_view text = line ? std::string_view(*line) : std::string_view();
    quota = as_value(next_number<std::uint64_t>(text));  // `max` is none
    period = as_value(next_number<std::uint64_t>(text));
  } else {
    const auto read = [&](const char* file) {
      const auto line = files.read_line(folder + file);
      return line ? as_value(parse_number<std::uint64_t>(*line)) : std::nullopt;  // −1 is none
    };
    quota = read("/cpu.cfs_quota_us");
    period = read("/cpu.cfs_period_us");
  }
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;
  return *quota / *period;
}

void keep_lowest(std::optional<CgroupLimit>& lowest, std::optional<double> amount,
                 const std::string& folder) {
  if (amount && (!lowest || *amount < lowest->amount)) lowest = CgroupLimit{*amount, folder};
}

}  // namespace

CgroupPaths find_cgroup(const FileTree& files) {
  CgroupPaths group;
  const auto content = files.read("/proc/self/cgroup");
  if (!content) return group;
  group.unified = files.exists("/sys/fs/cgroup/cgroup.controllers");
  std::string_view text = *content;
  while (auto line = scan_line(text)) {
    // `hierarchy:controllers:path`
    const auto first = line->find(':');
    const auto second = first == line->npos ? line->npos : line->find(':', first + 1);
    if (second == line->npos) continue;
    const std::string_view controllers = line->substr(first + 1, second - first - 1);
    const std::string_view path = line->substr(second + 1);
    if (group.unified && controllers.empty()) {
      group.cpu = group.memory = folders(files, std::string(kMount), path);
    } else if (!group.unified && lists(controllers, "cpu")) {
      group.cpu = folders(files, controller_folder(files, "cpu"), path);
    } else if (!group.unified && lists(controllers, "memory")) {
      group.memory = folders(files, controller_folder(files, "memory"), path);
    }
  }
  return group;
}

std::optional<CgroupLimit> cpu_quota(const FileTree& files, const CgroupPaths& group) {
  std::optional<CgroupLimit> lowest;
  for (const std::string& folder : group.cpu) {
    keep_lowest(lowest, quota_in(files, folder, group.unified), folder);
  }
  return lowest;
}

std::optional<CgroupLimit> memory_limit(const FileTree& files, const CgroupPaths& group,
                                        double ram) {
  std::optional<CgroupLimit> lowest;
  for (const std::string& folder : group.memory) {
    const auto line =
        files.read_line(folder + (group.unified ? "/memory.max" : "/memory.limit_in_bytes"));
    const auto bytes = line ? as_value(parse_number<std::uint64_t>(*line)) : std::nullopt;
    if (bytes && *bytes < ram) keep_lowest(lowest, bytes, folder);
  }
  return lowest;
}

}  // namespace mimon::host
