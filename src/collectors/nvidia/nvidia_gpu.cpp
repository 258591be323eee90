#include "collectors/nvidia/nvidia_gpu.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "metrics/gpu_derive.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

bool same_description(const Device& one, const Device& other) {
  return one.name == other.name &&
         std::equal(one.info.begin(), one.info.end(), other.info.begin(), other.info.end(),
                    [](const InfoField& a, const InfoField& b) {
                      return a.spec == b.spec && a.value == b.value;
                    });
}

/// Where the kernel has the GPU; empty for a stand-in's, which is not in a live machine.
std::string kernel_folder(const NvmlLibrary& library, const GpuIdentity& identity,
                          const FileTree& files) {
  return library.simulated() && files.live() ? std::string() : pci_folder(identity.pci_bus_id);
}

}  // namespace

NvidiaGpu::NvidiaGpu(NvmlLibraryPtr library, abi::Device handle, GpuIdentity identity,
                     const FileTree& files, const Logger& log)
    : library_(std::move(library)),
      identity_(std::move(identity)),
      files_(files),
      pci_folder_(kernel_folder(*library_, identity_, files)),
      log_(log),
      device_(std::make_shared<const Device>(describe(*library_, identity_))),
      handle_(handle),
      memory_(files),
      rows_(nvml_rows(), device_->id, log),
      activity_(library_->functions(), std::nullopt),
      events_(library_->functions()),
      instances_(library_, identity_, files, log) {}

DevicePtr NvidiaGpu::device() const {
  const std::lock_guard lock(device_mutex_);
  return device_;
}

std::vector<DeviceSample> NvidiaGpu::collect(const Tick& tick) {
  if (asleep()) {
    forget_rates();
    drowse_.slept();
    return away(tick, DeviceState::asleep, Absence::asleep,
                "The GPU sleeps to save power, and is left alone.");
  }
  if (drowse_.resting(tick.mono)) {
    forget_rates();
    return away(tick, DeviceState::stale, Absence::stale,
                "The GPU is idle, and left alone for some seconds so that it can sleep.");
  }
  if (trouble_) renew_handle();
  const abi::Return code = read_fast(tick);
  if (code != abi::Return::success) {
    enter_trouble(code);
    return away(tick, DeviceState::lost, Absence::lost, trouble_in_words());
  }
  leave_trouble();
  let_sleep(tick.mono);
  return present(tick);
}

void NvidiaGpu::collect_slow(const Tick& tick) {
  if (asleep() || drowse_.resting(tick.mono)) return;
  // The reason why a GPU is lost comes as an event too.
  events_.read(handle_, tick.mono);
  if (trouble_) return;
  const abi::Return code = read_slow(tick);
  if (code != abi::Return::success) enter_trouble(code);
}

abi::Return NvidiaGpu::read_fast(const Tick& tick) {
  NvmlReader nvml = reader();
  abi::Return code = rows_.read(nvml, Tier::fast, tick.mono);
  if (code != abi::Return::success) return code;
  if (limits_.fresh()) code = read_rarely(nvml, tick.mono);
  instances_.read_fast(tick.mono);
  return code;
}

abi::Return NvidiaGpu::read_slow(const Tick& tick) {
  NvmlReader nvml = reader();
  const bool slow = slow_.due(tick.mono);
  links_.read(nvml.nvml, handle_, tick.mono, slow);
  activity_.read(handle_, tick.mono);
  instances_.read_slow(handle_, tick.mono);
  if (slow) {
    abi::Return code = rows_.read(nvml, Tier::slow, tick.mono);
    if (code != abi::Return::success) return code;
    const MemoryReading& memory = nvml.memory();
    const bool known = memory.code == abi::Return::success && !std::isnan(memory.total);
    code = processes_.read(nvml.nvml, handle_, instances_.handles(),
                           known ? std::optional(memory.total) : std::nullopt, tick.mono);
    if (code != abi::Return::success) return code;
  }
  return read_rarely(nvml, tick.mono);
}

abi::Return NvidiaGpu::read_rarely(NvmlReader& nvml, MonoTime now) {
  if (rescan_.due(now)) instances_.rescan(handle_, now);
  if (!limits_.due(now)) return abi::Return::success;
  refresh_description();
  return rows_.read(nvml, Tier::limit, now);
}

void NvidiaGpu::refresh_description() {
  auto fresh =
      std::make_shared<const Device>(describe_fully(*library_, handle_, identity_, memory_));
  const std::lock_guard lock(device_mutex_);
  if (!same_description(*device_, *fresh)) device_ = std::move(fresh);
}

void NvidiaGpu::renew_handle() {
  const auto find = library_->functions().handle_by_uuid;
  abi::Device handle = nullptr;
  if (find && find(identity_.uuid.c_str(), &handle) == abi::Return::success) handle_ = handle;
}

void NvidiaGpu::enter_trouble(abi::Return code) {
  const bool news = trouble_ != code;
  trouble_ = code;
  if (news) log_->warn("{} ({}): {}", device()->id, identity_.name, trouble_in_words());
}

void NvidiaGpu::let_sleep(MonoTime now) {
  const bool idle = rows_.get(gpu::kUtilization) == 0.0;
  drowse_.answered(idle, idle && may_sleep(files_, pci_folder_), now);
}

void NvidiaGpu::leave_trouble() {
  if (!trouble_) return;
  log_->info("{} ({}) answers again", device()->id, identity_.name);
  trouble_.reset();
  limits_.reset();
  forget_rates();
}

// What was read before a pause is not compared with what comes after it.
void NvidiaGpu::forget_rates() {
  links_.reset();
  activity_.reset();
  energy_.pause();
  instances_.reset();
  processes_.reset();
  slow_.reset();
}

std::vector<DeviceSample> NvidiaGpu::present(const Tick& tick) {
  std::vector<DeviceSample> samples(1);
  DeviceSample& sample = samples.front();
  sample.device = device();
  sample.wall = tick.wall;
  sample.mono = tick.mono;
  rows_.write(sample.values);
  links_.write(sample.values);
  activity_.write(sample.values);
  events_.write(sample.values);
  energy_.fill(sample.values, tick.mono);
  gpu::derive(sample.values);
  if (!sample.values.find(gpu::kPcieLimit)) {
    sample.values.set(gpu::kPcieLimit, Absence::unsupported);
  }
  sample.processes = processes_.all();
  sample.processes_absence = processes_.absence();
  instances_.add_samples(tick, processes_, samples);
  return samples;
}

std::vector<DeviceSample> NvidiaGpu::away(const Tick& tick, DeviceState state, Absence why,
                                          std::string detail) const {
  std::vector<DeviceSample> samples(1);
  DeviceSample sample;
  sample.device = device();
  sample.state = state;
  sample.detail = std::move(detail);
  sample.wall = tick.wall;
  sample.mono = tick.mono;
  rows_.write_absent(sample.values, why);
  links_.write_absent(sample.values, why);
  activity_.write_absent(sample.values, why);
  events_.write_absent(sample.values, why);
  gpu::derive(sample.values);
  sample.values.set(gpu::kPcieLimit, why);
  sample.processes_absence = why;
  instances_.add_away(sample, why, samples);
  samples.front() = std::move(sample);
  return samples;
}

std::string NvidiaGpu::trouble_in_words() const {
  std::string words = describe_device(*trouble_, library_->functions());
  if (const auto xid = events_.last()) {
    words += " The driver's latest critical event is XID " + std::to_string(*xid) + ".";
  }
  return words;
}

NvmlReader NvidiaGpu::reader() {
  return {library_->functions(), handle_, memory_};
}

}  // namespace mimon::nvidia
