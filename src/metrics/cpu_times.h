#pragma once

#include <cstdint>

namespace mimon {

/// Time that a CPU spent, in clock ticks (hundredths of a second, USER_HZ) since boot: the fields
/// of a `cpu` line of /proc/stat (proc(5)). Guest time is inside `user` and `nice` there, so that
/// it counts once.
struct CpuTimes {
  std::uint64_t user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0,
                steal = 0;
};

/// One logical CPU's.
struct CoreTimes {
  int core = 0;  ///< its number
  CpuTimes times;
};

}  // namespace mimon
