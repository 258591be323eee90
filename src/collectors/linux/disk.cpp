#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "collectors/linux/collectors.h"
#include "collectors/linux/counter_rows.h"
#include "collectors/linux/disk_identity.h"
#include "collectors/linux/disk_temperature.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

/// Sectors of /proc/diskstats are 512 bytes, whatever the disk's own are.
constexpr double kSector = 512;

constexpr auto kDisk = DeviceKind::disk;
constexpr auto kHost = DeviceKind::host;

/// Fields of /proc/diskstats, 1 being the first after the name
/// (Documentation/admin-guide/iostats.rst).
const CounterRow kRows[] = {
    {3, kSector, counter_spec(kDisk, "read_bytes", Unit::bytes, "Bytes read."),
     rate_spec(kDisk, "read_rate", Unit::bytes_per_second, "Bytes read a second."),
     counter_spec(kHost, "disk_io.read_bytes", Unit::bytes, "Bytes read from all disks."),
     rate_spec(kHost, "disk_io.read_rate", Unit::bytes_per_second,
               "Bytes read a second, from all disks.")},
    {7, kSector, counter_spec(kDisk, "write_bytes", Unit::bytes, "Bytes written."),
     rate_spec(kDisk, "write_rate", Unit::bytes_per_second, "Bytes written a second."),
     counter_spec(kHost, "disk_io.write_bytes", Unit::bytes, "Bytes written to all disks."),
     rate_spec(kHost, "disk_io.write_rate", Unit::bytes_per_second,
               "Bytes written a second, to all disks.")},
    {1, 1, counter_spec(kDisk, "read_ops", Unit::none, "Reads done."),
     rate_spec(kDisk, "read_ops_rate", Unit::per_second, "Reads done a second."),
     counter_spec(kHost, "disk_io.read_ops", Unit::none, "Reads done by all disks."),
     rate_spec(kHost, "disk_io.read_ops_rate", Unit::per_second,
               "Reads done a second, by all disks.")},
    {5, 1, counter_spec(kDisk, "write_ops", Unit::none, "Writes done."),
     rate_spec(kDisk, "write_ops_rate", Unit::per_second, "Writes done a second."),
     counter_spec(kHost, "disk_io.write_ops", Unit::none, "Writes done by all disks."),
     rate_spec(kHost, "disk_io.write_ops_rate", Unit::per_second,
               "Writes done a second, by all disks.")},
};
constexpr std::size_t kRowCount = std::size(kRows);
constexpr std::size_t kReadOps = 2, kWriteOps = 3;

const MetricSpec kUtilization{.id = "utilization",
                              .device = DeviceKind::disk,
                              .path = "utilization",
                              .unit = Unit::percent,
                              .help = "Time in which the disk had something to do.",
                              .decimals = 1,
                              .levels = {.warning = 80, .critical = 95}};
const MetricSpec kLatency{.id = "latency",
                          .device = DeviceKind::disk,
                          .path = "latency",
                          .unit = Unit::seconds,
                          .help =
                              "Mean time of a read or write, waiting included; absent while "
                              "there are none.",
                          .decimals = 6};
const MetricSpec kQueue{.id = "queue",
                        .device = DeviceKind::disk,
                        .path = "queue",
                        .help = "Reads and writes under way."};

/// The fields used: 4 and 8 are the milliseconds of reads and writes, 9 how many are under way, 10
/// the milliseconds in which any was.
constexpr std::size_t kFields = 10;
using Fields = std::array<std::optional<std::uint64_t>, kFields + 1>;

bool all_zero(const Fields& fields) {
  return std::all_of(fields.begin(), fields.end(),
                     [](const auto& field) { return field.value_or(0) == 0; });
}

void add(const Fields& from, Fields& to) {
  for (std::size_t i = 1; i <= kFields; ++i) {
    if (from[i]) to[i] = to[i].value_or(0) + *from[i];
  }
}

struct Disk {
  std::string name;
  std::string behind;  ///< of a path: the name of its disk
  DiskRole role = DiskRole::part;
  std::uint64_t looked = 0;  ///< the reading at which `role` was found out
  std::uint64_t seen = 0;    ///< the reading that last had it
  Fields fields;
  DevicePtr device;
  std::array<RatedCounter, kRowCount> counters;
  RatedCounter busy, waiting;
  std::optional<std::uint64_t> in_flight;
  DiskTemperature temperature;
};

class DiskCollector final : public HostCollector {
 public:
  explicit DiskCollector(const Context& context)
      : host_(context.host),
        files_(context.files),
        diskstats_(context.files, "/proc/diskstats"),
        report_(context.log) {}

  std::string_view name() const override { return "disk"; }

  CollectorStatus collect(Batch& batch) override {
    auto content = diskstats_.read();
    if (!content) {
      disks_.clear();
      report_total(batch.of(host_), diskstats_.absence());
      return {"disk", false, diskstats_.failure()};
    }
    ++reading_;
    while (const auto line = scan_line(*content)) read_line(*line);
    std::erase_if(disks_, [&](const Disk& disk) { return disk.seen != reading_; });
    for (Disk& disk : disks_) {
      if (disk.role == DiskRole::whole) update(disk, counted(disk), batch.tick().mono);
    }
    report_total(batch.of(host_), Absence::unsupported);
    for (Disk& disk : disks_) {
      if (disk.role == DiskRole::whole) report_disk(batch.of(disk.device), disk);
    }
    return {"disk", true, ""};
  }

 private:
  /// How often a drive without a medium is asked for one.
  static constexpr std::uint64_t kLookAgain = 30;

  void read_line(std::string_view line) {
    (void)scan_word(line);  // major
    (void)scan_word(line);  // minor
    const std::string_view name = scan_word(line);
    if (name.empty()) return;
    Disk& disk = find(name);
    disk.seen = reading_;
    if (disk.role == DiskRole::empty && reading_ - disk.looked >= kLookAgain) identify(disk);
    if (disk.role != DiskRole::whole && disk.role != DiskRole::path) return;
    for (std::size_t i = 1; i <= kFields; ++i) disk.fields[i] = scan_number(line);
  }

  /// Before Linux 6.2 a disk with several paths counts nothing itself: then its paths do. Time in
  /// which two of them were busy is in that sum twice.
  Fields counted(const Disk& disk) const {
    Fields fields = disk.fields;
    if (!all_zero(fields)) return fields;
    for (const Disk& path : disks_) {
      if (path.role == DiskRole::path && path.behind == disk.name) add(path.fields, fields);
    }
    return fields;
  }

  /// The lines come in the same order each time: the search goes on where it last found one.
  Disk& find(std::string_view name) {
    for (std::size_t tried = 0; tried < disks_.size(); ++tried) {
      next_ = next_ + 1 < disks_.size() ? next_ + 1 : 0;
      if (disks_[next_].name == name) return disks_[next_];
    }
    next_ = disks_.size();
    Disk& added = disks_.emplace_back();
    added.name = name;
    identify(added);
    return added;
  }

  void identify(Disk& disk) {
    disk.role = disk_role(files_, disk.name);
    disk.looked = reading_;
    if (disk.role == DiskRole::path) disk.behind = disk_behind(disk.name);
    if (disk.role != DiskRole::whole) return;
    disk.device = disk_device(files_, disk.name, index_++);
    disk.temperature = DiskTemperature(files_, disk.name);
  }

  static void update(Disk& disk, const Fields& fields, MonoTime now) {
    for (std::size_t i = 0; i < kRowCount; ++i) {
      disk.counters[i].update(fields[kRows[i].field], now);
    }
    disk.busy.update(fields[10], now);
    const bool timed = fields[4] && fields[8];
    disk.waiting.update(timed ? std::optional(*fields[4] + *fields[8]) : std::nullopt, now);
    disk.in_flight = fields[9];
  }

  void report_disk(Values& values, Disk& disk) {
    const std::string& id = disk.device->id;
    report_counters(report_, values, id, kRows, disk.counters);
    // Milliseconds a second are tenths of a per cent; rounding may pass the whole.
    const auto busy = disk.busy.rate();
    report_.set(values, id, kUtilization, busy ? std::optional(std::min(*busy / 10, 100.0)) : busy,
                disk.busy.rate_absence());
    report_.set(values, id, kLatency, latency(disk), disk.waiting.rate_absence());
    report_.set(values, id, kQueue, as_value(disk.in_flight), Absence::invalid);
    disk.temperature.report(report_, values, id);
  }

  static std::optional<double> latency(const Disk& disk) {
    const auto reads = disk.counters[kReadOps].rate();
    const auto writes = disk.counters[kWriteOps].rate();
    const auto waiting = disk.waiting.rate();
    if (!reads || !writes || !waiting || *reads + *writes <= 0) return std::nullopt;
    return *waiting / (*reads + *writes) / 1000;
  }

  void report_total(Values& values, Absence none) {
    CounterTotals totals(kRows);
    for (const Disk& disk : disks_) {
      if (disk.role == DiskRole::whole) totals.add(disk.counters);
    }
    totals.report(report_, values, none);
  }

  DevicePtr host_;
  FileTree files_;
  Source diskstats_;
  Reporter report_;
  std::vector<Disk> disks_;
  std::size_t next_ = 0;
  std::uint64_t reading_ = 0;
  int index_ = 0;
};

}  // namespace

std::unique_ptr<HostCollector> make_disk_collector(const Context& context) {
  return std::make_unique<DiskCollector>(context);
}

std::span<const MetricSpec* const> disk_metrics() {
  static const std::vector<const MetricSpec*> kAll = [] {
    std::vector<const MetricSpec*> all = metrics_of(kRows);
    all.insert(all.end(), {&kUtilization, &kLatency, &kQueue, &kDiskTemperature});
    return all;
  }();
  return kAll;
}

}  // namespace mimon::host
