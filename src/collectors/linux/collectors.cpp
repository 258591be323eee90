#include "collectors/linux/collectors.h"

#include "collectors/linux/host_device.h"

namespace mimon::host {

std::vector<std::unique_ptr<HostCollector>> make_host_collectors(const FileTree& files,
                                                                 const Logger& log) {
  const Context context{files, log, host_device(files)};
  std::vector<std::unique_ptr<HostCollector>> all;
  all.push_back(make_cpu_collector(context));
  all.push_back(make_temperature_collector(context));
  all.push_back(make_system_collector(context));
  all.push_back(make_pressure_collector(context));
  all.push_back(make_memory_collector(context));
  all.push_back(make_paging_collector(context));
  all.push_back(make_cgroup_collector(context));
  all.push_back(make_disk_collector(context));
  all.push_back(make_network_collector(context));
  return all;
}

std::vector<std::unique_ptr<SlowHostCollector>> make_slow_host_collectors(const FileTree& files,
                                                                          const Logger& log) {
  const Context context{files, log, nullptr};
  std::vector<std::unique_ptr<SlowHostCollector>> all;
  all.push_back(make_filesystem_collector(context));
  return all;
}

std::vector<const MetricSpec*> linux_metrics() {
  std::vector<const MetricSpec*> all;
  for (const auto metrics :
       {cpu_metrics(), temperature_metrics(), system_metrics(), pressure_metrics(),
        memory_metrics(), paging_metrics(), cgroup_metrics(), disk_metrics(), network_metrics(),
        filesystem_metrics()}) {
    all.insert(all.end(), metrics.begin(), metrics.end());
  }
  return all;
}

}  // namespace mimon::host
