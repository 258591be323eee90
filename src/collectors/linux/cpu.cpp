#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "collectors/linux/collectors.h"
#include "collectors/linux/cpu_frequency.h"
#include "collectors/linux/cpu_times.h"
#include "collectors/linux/kernel_activity.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

constexpr Levels kBusyLevels{.warning = 80, .critical = 95};

constexpr MetricSpec share(std::string_view id, std::string_view help, Levels levels = {}) {
  return {.id = id,
          .device = DeviceKind::host,
          .path = id,
          .unit = Unit::percent,
          .help = help,
          .decimals = 1,
          .levels = levels};
}

const MetricSpec kPercent =
    share("cpu.percent", "Time in which the CPUs were busy, of all that they had.", kBusyLevels);
const MetricSpec kUser = share("cpu.user", "Time in programs, virtual machines included.");
const MetricSpec kSystem = share("cpu.system", "Time in the kernel, interrupts included.");
const MetricSpec kIowait = share("cpu.iowait", "Idle time in which something waited for a disk.");
const MetricSpec kSteal = share("cpu.steal", "Time that the hypervisor gave to others.");
const MetricSpec kCount{.id = "cpu.count",
                        .device = DeviceKind::host,
                        .path = "cpu.count",
                        .help = "Logical CPUs that are online."};
const MetricSpec kFrequency{.id = "cpu.frequency_mhz",
                            .device = DeviceKind::host,
                            .path = "cpu.frequency_mhz",
                            .unit = Unit::megahertz,
                            .help = "Mean clock of the logical CPUs."};
const MetricSpec kCorePercent{.id = "percent",
                              .device = DeviceKind::core,
                              .path = "percent",
                              .unit = Unit::percent,
                              .help = "Time in which the logical CPU was busy.",
                              .decimals = 1,
                              .levels = kBusyLevels};
const MetricSpec kCoreFrequency{.id = "frequency_mhz",
                                .device = DeviceKind::core,
                                .path = "frequency_mhz",
                                .unit = Unit::megahertz,
                                .help = "Clock of the logical CPU."};

/// More than any machine has; a larger number in /proc/stat is nonsense.
constexpr std::uint64_t kMostCores = 8192;

class CpuCollector final : public HostCollector {
 public:
  explicit CpuCollector(const Context& context)
      : host_(context.host),
        stat_(context.files, "/proc/stat"),
        frequency_(context.files),
        report_(context.log) {}

  std::string_view name() const override { return "cpu"; }

  CollectorStatus collect(Batch& batch) override {
    auto content = stat_.read();
    if (!content) return fail(batch);
    ++reading_;
    activity_.update(parse(*content, batch), batch.tick().mono);
    frequency_.update(cores_.size());
    report_total(batch.of(host_));
    activity_.report(report_, batch.of(host_));
    for (std::size_t core = 0; core < cores_.size(); ++core) {
      if (cores_[core].seen == reading_) report_core(batch, core);
    }
    return {"cpu", true, ""};
  }

 private:
  struct Core {
    DevicePtr device;
    CpuUsage usage;
    std::uint64_t seen = 0;  ///< the reading that last had it
  };

  CollectorStatus fail(Batch& batch) {
    Values& values = batch.of(host_);
    for (const MetricSpec* spec : cpu_metrics()) {
      if (spec->device == DeviceKind::host) values.set(*spec, stat_.absence());
    }
    total_.reset();
    return {"cpu", false, stat_.failure()};
  }

  /// The `cpu` lines stand at the front; returns what follows them.
  std::string_view parse(std::string_view content, Batch& batch) {
    const MonoTime now = batch.tick().mono;
    online_ = 0;
    bool has_total = false;
    while (content.starts_with("cpu")) {
      auto line = scan_line(content);
      if (!line) break;
      line->remove_prefix(3);
      if (line->starts_with(' ')) {
        total_.update(parse_cpu_times(*line), now);
        has_total = true;
      } else if (const auto number = scan_number(*line); number && *number < kMostCores) {
        const auto times = parse_cpu_times(*line);
        core_at(*number).update(times, now);
        if (times) batch.add_core({static_cast<int>(*number), *times});
      }
    }
    if (!has_total) total_.update(std::nullopt, now);
    return content;
  }

  CpuUsage& core_at(std::size_t number) {
    while (cores_.size() <= number) {
      auto device = std::make_shared<Device>();
      device->kind = DeviceKind::core;
      device->index = static_cast<int>(cores_.size());
      device->id = fmt::format("core/{}", cores_.size());
      device->name = fmt::format("CPU {}", cores_.size());
      cores_.push_back({std::move(device), {}, 0});
    }
    Core& core = cores_[number];
    // It was offline: what it counted before does not count.
    if (core.seen + 1 != reading_) core.usage.reset();
    core.seen = reading_;
    ++online_;
    return core.usage;
  }

  void report_total(Values& values) {
    const auto& shares = total_.shares();
    const auto set = [&](const MetricSpec& spec, double CpuShares::* share_of) {
      report_.set(values, "host", spec, shares ? std::optional(*shares.*share_of) : std::nullopt,
                  total_.absence());
    };
    set(kPercent, &CpuShares::busy);
    set(kUser, &CpuShares::user);
    set(kSystem, &CpuShares::system);
    set(kIowait, &CpuShares::iowait);
    set(kSteal, &CpuShares::steal);
    report_.set(values, "host", kCount,
                online_ > 0 ? std::optional(static_cast<double>(online_)) : std::nullopt,
                Absence::invalid);
    report_.set(values, "host", kFrequency, mean_frequency(), frequency_.absence(0));
  }

  std::optional<double> mean_frequency() const {
    double sum = 0;
    int known = 0;
    for (std::size_t core = 0; core < cores_.size(); ++core) {
      const auto clock = cores_[core].seen == reading_ ? frequency_.of(core) : std::nullopt;
      sum += clock.value_or(0);
      known += clock ? 1 : 0;
    }
    return known > 0 ? std::optional(sum / known) : std::nullopt;
  }

  void report_core(Batch& batch, std::size_t number) {
    const Core& core = cores_[number];
    const auto& shares = core.usage.shares();
    Values& values = batch.of(core.device);
    report_.set(values, core.device->id, kCorePercent,
                shares ? std::optional(shares->busy) : std::nullopt, core.usage.absence());
    report_.set(values, core.device->id, kCoreFrequency, frequency_.of(number),
                frequency_.absence(number));
  }

  DevicePtr host_;
  Source stat_;
  CpuFrequency frequency_;
  Reporter report_;
  CpuUsage total_;
  KernelActivity activity_;
  std::vector<Core> cores_;
  std::uint64_t reading_ = 1;
  std::size_t online_ = 0;
};

}  // namespace

std::unique_ptr<HostCollector> make_cpu_collector(const Context& context) {
  return std::make_unique<CpuCollector>(context);
}

std::span<const MetricSpec* const> cpu_metrics() {
  static const std::vector<const MetricSpec*> kAll = [] {
    std::vector<const MetricSpec*> all{&kPercent,   &kUser,        &kSystem,
                                       &kIowait,    &kSteal,       &kCount,
                                       &kFrequency, &kCorePercent, &kCoreFrequency};
    const auto activity = kernel_activity_metrics();
    all.insert(all.end(), activity.begin(), activity.end());
    return all;
  }();
  return kAll;
}

}  // namespace mimon::host
