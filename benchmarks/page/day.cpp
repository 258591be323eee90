// A day of history at one second that ends now, of the stand-in NVML's GPUs and a host: what the
// page draws when its speed is measured and when pictures are made.

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "metrics/gpu_derive.h"
#include "metrics/gpu_info.h"
#include "metrics/gpu_metrics.h"
#include "stores/sqlite/sqlite_store.h"
#include "workload.h"

namespace mimon::bench {
namespace {

constexpr double kMemoryTotal = 81'559.0 * 1024 * 1024;

// As the stand-in names its GPUs, so that it goes on where this ends.
std::string uuid_of(int gpu) {
  return fmt::format("GPU-{:08x}-51a0-4000-8000-{:012x}", 0x6d696d6f + gpu, 0xf00d + gpu);
}

DevicePtr named(const Device& device) {
  Device copy = device;
  for (InfoField& field : copy.info)
    if (field.spec == &gpu::kUuid) field.value = uuid_of(device.index);
  return std::make_shared<const Device>(std::move(copy));
}

Snapshot at(const Snapshot& snapshot, WallTime wall, const std::vector<DevicePtr>& devices) {
  Snapshot copy = snapshot;
  copy.wall = wall;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    auto sample = std::make_shared<DeviceSample>(*copy.devices[i]);
    sample->wall = wall;
    sample->device = devices[i];
    if (devices[i]->kind == DeviceKind::gpu) {
      sample->values.set(gpu::kMemoryTotal, kMemoryTotal);
      gpu::derive(sample->values);
    }
    copy.devices[i] = std::move(sample);
  }
  return copy;
}

int run(const std::string& folder, int gpus) {
  const std::filesystem::path path = std::filesystem::path(folder) / "history.db";
  auto store = store::sqlite::SqliteStore::open({path.string(), {}}, null_logger());
  if (!store) {
    fmt::print(stderr, "{}: {}\n", path.string(), store.error().message);
    return 1;
  }
  Workload workload(gpus, Workload::Catalogue::twenty);
  using Clock = std::chrono::system_clock;
  auto wall = std::chrono::floor<std::chrono::seconds>(Clock::now()) - std::chrono::hours(24);
  std::vector<DevicePtr> devices;
  // Writing takes its time, which is a part of the day.
  for (; wall < Clock::now(); wall += std::chrono::seconds(1)) {
    const SnapshotPtr snapshot = workload.next();
    for (std::size_t i = devices.size(); i < snapshot->devices.size(); ++i)
      devices.push_back(named(*snapshot->devices[i]->device));
    (*store)->append(at(*snapshot, wall, devices));
  }
  return 0;
}

}  // namespace
}  // namespace mimon::bench

// bench_page_day FOLDER [GPUS]: writes FOLDER/history.db.
int main(int argc, char** argv) {
  if (argc < 2) return 2;
  return mimon::bench::run(argv[1], argc > 2 ? std::atoi(argv[2]) : 8);
}
