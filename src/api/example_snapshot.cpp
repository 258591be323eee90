#include "api/example_snapshot.h"

#include <utility>

#include "metrics/gpu_derive.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"

namespace mimon::api {

const MetricSpec kExampleCpu{.id = "cpu.percent",
                             .device = DeviceKind::host,
                             .path = "cpu.percent",
                             .unit = Unit::percent,
                             .help = "CPU.",
                             .decimals = 1};
const MetricSpec kExampleLoad1{.id = "load1",
                               .device = DeviceKind::host,
                               .path = "cpu.load_average[0]",
                               .help = "Load.",
                               .decimals = 2};
const MetricSpec kExampleLoad5{.id = "load5",
                               .device = DeviceKind::host,
                               .path = "cpu.load_average[1]",
                               .help = "Load.",
                               .decimals = 2};
const MetricSpec kExampleRam{.id = "ram.used",
                             .device = DeviceKind::host,
                             .path = "ram.used",
                             .unit = Unit::bytes,
                             .help = "RAM.",
                             .scaled = Scaled::gb};
const MetricSpec kExampleReadBytes{.id = "disk_io.read_bytes",
                                   .device = DeviceKind::host,
                                   .path = "disk_io.read_bytes",
                                   .unit = Unit::bytes,
                                   .kind = Kind::counter,
                                   .help = "Read.",
                                   .scaled = Scaled::mb};
const MetricSpec kExampleReadRate{.id = "disk_io.read_rate",
                                  .device = DeviceKind::host,
                                  .path = "disk_io.read_rate",
                                  .unit = Unit::bytes_per_second,
                                  .help = "Read a second."};
const MetricSpec kExampleCore{.id = "percent",
                              .device = DeviceKind::core,
                              .path = "percent",
                              .unit = Unit::percent,
                              .help = "Core.",
                              .decimals = 1};
const MetricSpec kExampleDiskRead{.id = "read_rate",
                                  .device = DeviceKind::disk,
                                  .path = "read_rate",
                                  .unit = Unit::bytes_per_second,
                                  .help = "Read a second."};
const MetricSpec kExampleSent{.id = "sent_rate",
                              .device = DeviceKind::network,
                              .path = "sent_rate",
                              .unit = Unit::bytes_per_second,
                              .help = "Sent a second."};
const MetricSpec kExampleMountUsed{.id = "used",
                                   .device = DeviceKind::mount,
                                   .path = "used",
                                   .unit = Unit::bytes,
                                   .help = "Used.",
                                   .scaled = Scaled::gb};

namespace {

DeviceSamplePtr sample(DeviceKind kind, std::string id, int index, std::string name,
                       const std::vector<std::pair<const MetricSpec*, double>>& values) {
  auto device = std::make_shared<Device>();
  device->kind = kind;
  device->id = std::move(id);
  device->index = index;
  device->name = std::move(name);
  auto made = std::make_shared<DeviceSample>();
  made->device = device;
  made->wall = WallTime(std::chrono::milliseconds(1'700'000'000'000));
  for (const auto& [spec, value] : values) made->values.set(*spec, value);
  return made;
}

DeviceSamplePtr gpu(int index, double utilization, double used) {
  auto device = std::make_shared<Device>();
  device->kind = DeviceKind::gpu;
  device->id = "gpu/" + std::to_string(index);
  device->index = index;
  device->name = "Example GPU";
  device->simulated = true;
  device->info = {{&gpu::kUuid, std::string("GPU-") + std::to_string(index)},
                  {&gpu::kTotalMemory, std::int64_t{1} << 34},
                  {&gpu::kTotalMemoryGb, 16.0},
                  {&gpu::kMigMode, false},
                  {&gpu::kSerial, std::monostate()}};
  auto made = std::make_shared<DeviceSample>();
  made->device = device;
  made->wall = WallTime(std::chrono::milliseconds(1'700'000'000'000));
  made->values.set(gpu::kUtilization, utilization);
  made->values.set(gpu::kMemoryUsed, used);
  made->values.set(gpu::kMemoryTotal, 0x1p34);
  made->values.set(gpu::kFanSpeed, Absence::unsupported);
  made->values.set(gpu::kThrottleReasons, 5.0);
  gpu::derive(made->values);
  GpuProcess process;
  process.pid = 100 + index;
  process.name = "python";
  if (index == 0) process.gpu_memory_used = 0x1p30;
  made->processes.push_back(process);
  return made;
}

}  // namespace

Catalog example_catalog() {
  std::vector<const MetricSpec*> metrics{
      &kExampleCpu,      &kExampleLoad1, &kExampleLoad5,    &kExampleRam,  &kExampleReadBytes,
      &kExampleReadRate, &kExampleCore,  &kExampleDiskRead, &kExampleSent, &kExampleMountUsed};
  const auto gpu = gpu::all_metrics();
  metrics.insert(metrics.end(), gpu.begin(), gpu.end());
  return Catalog(std::move(metrics));
}

std::shared_ptr<Snapshot> snapshot_without_gpu(const std::string& reason) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->tick = 7;
  snapshot->wall = WallTime(std::chrono::milliseconds(1'700'000'000'000));
  snapshot->mono = MonoTime(std::chrono::hours(1));
  snapshot->devices = {
      sample(DeviceKind::host, "host", 0, "box",
             {{&kExampleCpu, 12.34},
              {&kExampleLoad1, 0.5},
              {&kExampleLoad5, 0.25},
              {&kExampleRam, 0x3p29},
              {&kExampleReadBytes, 0x1p21},
              {&kExampleReadRate, 0x1p20}}),
      sample(DeviceKind::core, "core/0", 0, "0", {{&kExampleCore, 20.0}}),
      sample(DeviceKind::core, "core/1", 1, "1", {}),
      sample(DeviceKind::disk, "disk/sda", 0, "sda", {{&kExampleDiskRead, 4096.0}}),
      sample(DeviceKind::network, "network/eth0", 0, "eth0", {{&kExampleSent, 10.0}}),
      sample(DeviceKind::mount, "mount//", 0, "/", {{&kExampleMountUsed, 0x1p30}}),
      sample(DeviceKind::mount, "mount//data", 1, "/data", {{&kExampleMountUsed, 0x1p31}}),
  };
  snapshot->collectors = {{"cpu", true, ""}};
  snapshot->vendors = {{"nvidia", VendorStatus::State::failed, reason, ""}};
  return snapshot;
}

std::shared_ptr<Snapshot> example_snapshot() {
  auto snapshot = snapshot_without_gpu("");
  snapshot->devices.push_back(gpu(0, 90, 0x1p33));
  snapshot->devices.push_back(gpu(1, 30, 0x1p32));
  snapshot->vendors = {{"nvidia", VendorStatus::State::ok, "", "550.54.15"}};
  return snapshot;
}

}  // namespace mimon::api
