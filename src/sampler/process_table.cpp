#include "sampler/process_table.h"

#include <algorithm>
#include <utility>

namespace mimon {

namespace {

void copy_host_half(const GpuProcess& from, GpuProcess& to) {
  to.name = from.name;
  to.username = from.username;
  to.cpu_percent = from.cpu_percent;
  to.host_memory = from.host_memory;
  to.container = from.container;
  to.start_time = from.start_time;
}

}  // namespace

ProcessTable::ProcessTable(std::unique_ptr<ProcessEnricher> enricher)
    : enricher_(std::move(enricher)) {}

void ProcessTable::complete(const Tick& tick, std::vector<DeviceSample>& samples) {
  if (!enricher_) return;
  const auto unknown = [&](const DeviceSample& sample) {
    return std::any_of(sample.processes.begin(), sample.processes.end(),
                       [&](const GpuProcess& p) { return !known_.contains(p.pid); });
  };
  // A little early rather than a whole tick late.
  const bool due = tick.mono - refreshed_ >= kPeriod - std::chrono::milliseconds(100);
  if (due || std::any_of(samples.begin(), samples.end(), unknown)) refresh(tick, samples);
  for (DeviceSample& sample : samples) {
    for (GpuProcess& process : sample.processes) copy_host_half(known_.at(process.pid), process);
  }
}

void ProcessTable::refresh(const Tick& tick, const std::vector<DeviceSample>& samples) {
  std::vector<GpuProcess> processes;
  for (const DeviceSample& sample : samples) {
    processes.insert(processes.end(), sample.processes.begin(), sample.processes.end());
  }
  const auto by_pid = [](const GpuProcess& a, const GpuProcess& b) { return a.pid < b.pid; };
  const auto same_pid = [](const GpuProcess& a, const GpuProcess& b) { return a.pid == b.pid; };
  std::sort(processes.begin(), processes.end(), by_pid);
  processes.erase(std::unique(processes.begin(), processes.end(), same_pid), processes.end());
  enricher_->enrich(tick, processes);
  known_.clear();
  for (GpuProcess& process : processes) known_.emplace(process.pid, std::move(process));
  refreshed_ = tick.mono;
}

}  // namespace mimon
