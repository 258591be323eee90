#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "metrics/snapshot.h"

namespace mimon {

/// Since when processes have not used the GPU whose memory they hold. Counts from when a process
/// was first seen on it, so that it says too little after a restart, never too much. For one
/// thread.
class IdleTimes {
 public:
  /// Fills `idle_seconds` of every process whose utilisation of the GPU is known, and forgets those
  /// that left.
  void complete(MonoTime now, std::vector<DeviceSample>& samples);

 private:
  using Key = std::pair<std::string, std::int64_t>;  ///< id of the device, PID

  std::map<Key, MonoTime> used_;
};

}  // namespace mimon
