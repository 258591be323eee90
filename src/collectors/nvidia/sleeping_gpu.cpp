#include "collectors/nvidia/sleeping_gpu.h"

#include "base/text.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"

namespace mimon::nvidia {
namespace {

/// The model's name from the driver's `/proc` file, which does not wake the GPU.
std::string model(const FileTree& files, const std::string& address) {
  const auto content = files.read("/proc/driver/nvidia/gpus/" + address + "/information");
  std::string_view text = content ? std::string_view(*content) : std::string_view();
  while (!text.empty()) {
    std::string_view line = next_line(text);
    if (next_word(line) == "Model:") return to_utf8(trim(line));
  }
  return "NVIDIA GPU";
}

}  // namespace

SleepingGpu::SleepingGpu(const FileTree& files, unsigned index, const std::string& address) {
  Device device;
  device.kind = DeviceKind::gpu;
  device.id = "gpu/" + std::to_string(index);
  device.index = static_cast<int>(index);
  device.name = model(files, address);
  device.info = {{&gpu::kPciBusId, address}, {&gpu::kVendor, "NVIDIA"}};
  device_ = std::make_shared<const Device>(std::move(device));
}

std::vector<DeviceSample> SleepingGpu::collect(const Tick& tick) {
  std::vector<DeviceSample> samples(1);
  DeviceSample& sample = samples.front();
  sample.device = device_;
  sample.state = DeviceState::asleep;
  sample.detail = "The GPU sleeps to save power, and is left alone.";
  sample.wall = tick.wall;
  sample.mono = tick.mono;
  for (const MetricSpec* spec : gpu::all_metrics()) sample.values.set(*spec, Absence::asleep);
  sample.processes_absence = Absence::asleep;
  return samples;
}

}  // namespace mimon::nvidia
