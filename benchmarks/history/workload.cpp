#include "workload.h"

#include "gpu_load.h"
#include "host_load.h"
#include "metrics/gpu_info.h"

namespace mimon::bench {
namespace {

constexpr int kParts = 40;

DevicePtr make_device(DeviceKind kind, int index, const std::string& id) {
  Device device;
  device.kind = kind;
  device.id = id;
  device.index = index;
  device.name = id;
  if (kind == DeviceKind::gpu)
    device.info.push_back({&gpu::kUuid, "GPU-0000000-" + std::to_string(index)});
  return std::make_shared<const Device>(std::move(device));
}

}  // namespace

Workload::Workload(int gpus, Catalogue catalogue)
    : catalogue_(catalogue), host_(std::make_unique<HostLoad>(7)) {
  devices_.push_back(make_device(DeviceKind::host, 0, "host"));
  for (int i = 0; i < gpus; ++i) {
    gpus_.push_back(std::make_unique<GpuLoad>(static_cast<std::uint64_t>(100 + i)));
    devices_.push_back(make_device(DeviceKind::gpu, i, "gpu/" + std::to_string(i)));
  }
  for (int i = 0; catalogue == Catalogue::full && i < kParts; ++i)
    devices_.push_back(make_device(DeviceKind::core, i, "core/" + std::to_string(i)));
}

Workload::~Workload() = default;

SnapshotPtr Workload::next() {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->tick = ++tick_;
  snapshot->wall = wall_;
  snapshot->mono = MonoTime(std::chrono::hours(1) + std::chrono::seconds(tick_));
  wall_ += std::chrono::seconds(1);
  host_->advance();
  for (const auto& gpu : gpus_) gpu->advance();
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    auto sample = std::make_shared<DeviceSample>();
    sample->device = devices_[i];
    sample->wall = snapshot->wall;
    sample->mono = snapshot->mono;
    if (i == 0)
      host_->write(sample->values);
    else if (i > gpus_.size())
      host_->write_part(sample->values, devices_[i]->index);
    else if (catalogue_ == Catalogue::full)
      gpus_[i - 1]->write_all(sample->values);
    else
      gpus_[i - 1]->write(sample->values);
    snapshot->devices.push_back(std::move(sample));
  }
  return snapshot;
}

}  // namespace mimon::bench
