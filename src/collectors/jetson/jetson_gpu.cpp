#include "collectors/jetson/jetson_gpu.h"

#include <utility>
#include <variant>

#include "collectors/jetson/board_info.h"
#include "collectors/jetson/nvmap.h"
#include "metrics/gpu_derive.h"

namespace mimon::jetson {

JetsonGpu::JetsonGpu(Board board, Logger log)
    : board_(std::move(board)), failures_(std::move(log)) {
  look_for_sources();
  read_slow();
}

std::string JetsonGpu::what_is_there() const {
  std::string all;
  for (const char* folder : {"/sys/class/hwmon", "/sys/class/thermal", "/sys/class/devfreq"}) {
    for (const std::string& entry : entries(board_.files, folder)) all.append(entry).append(" ");
  }
  const bool debugfs = debugfs_absence(board_.files) != Absence::denied;
  return all.append(debugfs ? "debugfs" : "");
}

void JetsonGpu::look_for_sources() {
  seen_ = what_is_there();
  device_ = describe_gpu(board_);
  probes_.clear();
  for (const Row& row : rows()) probes_.push_back({&row, row.find(board_), {}});
}

void JetsonGpu::read(Probe& probe) {
  probe.last = probe.read();
  const std::string_view metric = probe.row->spec->id;
  const bool failing = !probe.last.value &&
                       (probe.last.why == Absence::failed || probe.last.why == Absence::invalid);
  if (failing) failures_.failed(metric, absence_name(probe.last.why));
  if (!failing && probe.failing) failures_.works(metric);
  probe.failing = failing;
}

void JetsonGpu::read_slow() {
  for (Probe& probe : probes_) {
    if (probe.row->pace == Pace::slow) read(probe);
  }
  auto clients = read_nvmap_clients(board_.files);
  if (auto* found = std::get_if<std::vector<GpuProcess>>(&clients)) {
    processes_ = std::move(*found);
    processes_absence_.reset();
  } else {
    processes_.clear();
    processes_absence_ = std::get<Absence>(clients);
  }
}

std::vector<DeviceSample> JetsonGpu::collect(const Tick& tick) {
  DeviceSample sample;
  sample.device = device_;
  sample.wall = tick.wall;
  sample.mono = tick.mono;
  if (!board_.files.exists(board_.gpu.device)) {
    sample.state = DeviceState::lost;
    sample.detail = "The GPU's device is gone from sysfs.";
    for (const Probe& probe : probes_) sample.values.set(*probe.row->spec, Absence::lost);
    sample.processes_absence = Absence::lost;
    return {std::move(sample)};
  }
  for (Probe& probe : probes_) {
    if (probe.row->pace == Pace::tick) read(probe);
    sample.values.set(*probe.row->spec, probe.last.value, probe.last.why);
  }
  gpu::derive(sample.values);
  sample.processes = processes_;
  sample.processes_absence = processes_absence_;
  return {std::move(sample)};
}

void JetsonGpu::collect_slow(const Tick& /*tick*/) {
  if (what_is_there() != seen_) look_for_sources();
  read_slow();
}

}  // namespace mimon::jetson
