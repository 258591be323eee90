#include "sampler/idle_times.h"

namespace mimon {

void IdleTimes::complete(MonoTime now, std::vector<DeviceSample>& samples) {
  std::map<Key, MonoTime> used;
  for (DeviceSample& sample : samples) {
    const std::string& id = sample.device->id;
    if (sample.processes_absence) {
      // Not knowing the list for a moment says nothing about who is on it.
      const auto first = used_.lower_bound({id, INT64_MIN});
      for (auto at = first; at != used_.end() && at->first.first == id; ++at) used.insert(*at);
    }
    for (GpuProcess& process : sample.processes) {
      if (!process.gpu_utilization) continue;
      const Key key{id, process.pid};
      const auto known = used_.find(key);
      const bool rests = *process.gpu_utilization <= 0 && known != used_.end();
      const MonoTime last = rests ? known->second : now;
      process.idle_seconds = std::chrono::duration<double>(now - last).count();
      used.emplace(key, last);
    }
  }
  used_ = std::move(used);
}

}  // namespace mimon
