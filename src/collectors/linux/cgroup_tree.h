#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/file_tree.h"

namespace mimon::host {

/// The folders of this process's own control group, from it up to the top: a limit of any of them
/// holds. In a container the top that it sees is its own group.
struct CgroupPaths {
  bool unified = false;  ///< version 2 (Documentation/admin-guide/cgroup-v2.rst), else version 1
  std::vector<std::string> cpu, memory;  ///< empty where that controller is not there
};

/// By /proc/self/cgroup and /sys/fs/cgroup (cgroups(7)).
[[nodiscard]] CgroupPaths find_cgroup(const FileTree& files);

/// A limit, and the folder of the group that sets it.
struct CgroupLimit {
  double amount = 0;
  std::string folder;
};

/// The lowest CPU quota that holds, in CPUs: 2.5 is two and a half. Absent without one.
[[nodiscard]] std::optional<CgroupLimit> cpu_quota(const FileTree& files, const CgroupPaths& group);

/// The lowest memory limit that holds, in bytes. Absent without one; version 1 writes "none" as a
/// number near 2^63, and what is no less than `ram` bounds nothing either.
[[nodiscard]] std::optional<CgroupLimit> memory_limit(const FileTree& files,
                                                      const CgroupPaths& group, double ram);

}  // namespace mimon::host
