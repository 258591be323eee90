// Days of eight GPUs and a host with everything a catalogue has, on a simulated clock: what
// recording costs, and that file and memory stop growing.

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "stores/sqlite/sqlite_store.h"
#include "stores/sqlite/temporary_folder.h"
#include "workload.h"

namespace mimon::bench {
namespace {

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_mb() {
  std::ifstream file("/proc/self/statm");
  double size = 0;
  double resident = 0;
  file >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

// What this process sent to the disk, as the kernel counts it.
double written_bytes() {
  std::ifstream file("/proc/self/io");
  std::string name;
  double value = 0;
  while (file >> name >> value) {
    if (name == "write_bytes:") return value;
  }
  return 0;
}

int run(int hours, std::uint64_t cap_mb, bool short_rule) {
  Workload workload(8, Workload::Catalogue::full);
  const store::sqlite::TemporaryFolder folder(store::sqlite::TemporaryFolder::Medium::disk);
  store::Retention retention{.max_bytes = cap_mb << 20};
  if (short_rule) {
    using Hours = std::chrono::hours;
    retention = {Hours(1), Hours(6), Hours(24), Hours(7 * 24), cap_mb << 20};
  }
  const double before = resident_mb();
  auto store =
      store::sqlite::SqliteStore::open({folder.path("history.db"), retention}, null_logger())
          .value();
  std::size_t series = 0;
  double appending = 0;
  double slowest = 0;
  const double written = written_bytes();
  fmt::print(
      "| hour | file, MB | resident over the start, MB | CPU, ms/s | written, KB/s | slowest tick, "
      "ms |\n");
  fmt::print("| --- | --- | --- | --- | --- | --- |\n");
  for (int tick = 1; tick <= hours * 3600; ++tick) {
    const SnapshotPtr snapshot = workload.next();
    const double begin = cpu_seconds();
    const auto clock = std::chrono::steady_clock::now();
    store->append(*snapshot);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - clock;
    appending += cpu_seconds() - begin;
    slowest = std::max(slowest, took.count());
    if (tick == 1) series = store->series({}).size();
    if (tick % 3600 != 0) continue;
    const auto status = store->status();
    fmt::print("| {} | {:.2f} | {:.2f} | {:.3f} | {:.1f} | {:.1f} |\n", tick / 3600,
               static_cast<double>(status.bytes) / 1e6, resident_mb() - before,
               appending / tick * 1e3, (written_bytes() - written) / tick / 1e3, slowest);
    slowest = 0;
    if (status.state != store::StoreStatus::State::ok) fmt::print("! {}\n", status.detail);
    if (cap_mb != 0 && status.bytes > cap_mb << 20) fmt::print("! the file is over its cap\n");
  }
  fmt::print("{} series\n", series);
  return 0;
}

}  // namespace
}  // namespace mimon::bench

// bench_history_soak [hours [cap in MiB, 0 for none [short]]]; short: 1 h at 1 s, 6 h at 10 s, 24 h
// at 1 min, 7 d at 5 min.
int main(int argc, char** argv) {
  return mimon::bench::run(argc > 1 ? std::atoi(argv[1]) : 24,
                           argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0, argc > 3);
}
