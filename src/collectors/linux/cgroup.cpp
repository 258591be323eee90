#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "collectors/linux/cgroup_tree.h"
#include "collectors/linux/collectors.h"
#include "collectors/linux/counter_rows.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

constexpr auto kHost = DeviceKind::host;

const MetricSpec kQuota{.id = "cgroup.cpu_quota",
                        .device = kHost,
                        .path = "cgroup.cpu_quota",
                        .help = "CPUs that this slice or container may use at most.",
                        .decimals = 2};
const MetricSpec kThrottled{.id = "cgroup.cpu_throttled",
                            .device = kHost,
                            .path = "cgroup.cpu_throttled",
                            .unit = Unit::percent,
                            .help = "Share of the quota's periods in which it was used up.",
                            .decimals = 1,
                            .levels = {.warning = 25, .critical = 75}};
const MetricSpec kThrottledTime{.id = "cgroup.cpu_throttled_time",
                                .device = kHost,
                                .path = "cgroup.cpu_throttled_time",
                                .unit = Unit::seconds,
                                .kind = Kind::counter,
                                .help = "Time that its threads were held back by the quota.",
                                .decimals = 3};
const MetricSpec kLimit{.id = "cgroup.memory_limit",
                        .device = kHost,
                        .path = "cgroup.memory_limit",
                        .unit = Unit::bytes,
                        .help = "Memory that this slice or container may use at most.",
                        .scaled = Scaled::gb};
const MetricSpec kUsed{.id = "cgroup.memory_used",
                       .device = kHost,
                       .path = "cgroup.memory_used",
                       .unit = Unit::bytes,
                       .help = "Memory that it uses, less file cache not used of late.",
                       .scaled = Scaled::gb};
const MetricSpec kUsedPercent{.id = "cgroup.memory_used_percent",
                              .device = kHost,
                              .path = "cgroup.memory_used_percent",
                              .unit = Unit::percent,
                              .help = "Memory that it uses, of what it may use.",
                              .decimals = 1,
                              .levels = {.warning = 80, .critical = 95}};

/// The number after `key` in a file of `key number` lines.
std::optional<std::uint64_t> entry(std::string_view content, std::string_view key) {
  while (auto line = scan_line(content)) {
    if (scan_word(*line) == key) return scan_number(*line);
  }
  return std::nullopt;
}

/// The limits that hold for this process, as they hold for what runs beside it in the same slice or
/// container. Without a limit nothing is set: the machine's figures are the whole truth then.
class CgroupCollector final : public HostCollector {
 public:
  explicit CgroupCollector(const Context& context)
      : host_(context.host), files_(context.files), report_(context.log) {}

  std::string_view name() const override { return "cgroup"; }

  CollectorStatus collect(Batch& batch) override {
    if (ticks_++ % kLookAgain == 0) find_limits();
    if (quota_) report_cpu(batch.of(host_), batch.tick().mono);
    if (limit_) report_memory(batch.of(host_));
    return {"cgroup", true, ""};
  }

 private:
  /// Limits change seldom: an administrator's `docker update`.
  static constexpr std::uint64_t kLookAgain = 15;

  void find_limits() {
    const CgroupPaths group = find_cgroup(files_);
    unified_ = group.unified;
    auto quota = cpu_quota(files_, group);
    if (quota && (!quota_ || quota_->folder != quota->folder)) {
      cpu_stat_.emplace(files_, quota->folder + "/cpu.stat");
    }
    quota_ = std::move(quota);
    auto limit = memory_limit(files_, group, ram());
    if (limit && (!limit_ || limit_->folder != limit->folder)) {
      usage_.emplace(files_,
                     limit->folder + (unified_ ? "/memory.current" : "/memory.usage_in_bytes"));
      memory_stat_.emplace(files_, limit->folder + "/memory.stat");
    }
    limit_ = std::move(limit);
  }

  double ram() const {
    const auto content = files_.read("/proc/meminfo");
    const auto kib = content ? entry(*content, "MemTotal:") : std::nullopt;
    return kib ? static_cast<double>(*kib) * 1024 : std::ldexp(1.0, 62);
  }

  void report_cpu(Values& values, MonoTime now) {
    values.set(kQuota, quota_->amount);
    const auto content = cpu_stat_->read();
    const Absence why = content ? Absence::invalid : cpu_stat_->absence();
    const std::string_view text = content.value_or("");
    periods_.update(entry(text, "nr_periods"), now);
    throttled_.update(entry(text, "nr_throttled"), now);
    const auto periods = periods_.rate();
    const auto throttled = throttled_.rate();
    const bool known = periods && throttled && *throttled <= *periods;
    // Without a period nothing ran, so that nothing was held back.
    const double share = known && *periods > 0 ? 100 * *throttled / *periods : 0;
    report_.set(values, "host", kThrottled, known ? std::optional(share) : std::nullopt,
                content ? throttled_.rate_absence() : why);
    const auto held = as_value(entry(text, unified_ ? "throttled_usec" : "throttled_time"));
    report_.set(values, "host", kThrottledTime,
                held ? std::optional(*held * (unified_ ? 1e-6 : 1e-9)) : std::nullopt, why);
  }

  void report_memory(Values& values) {
    values.set(kLimit, limit_->amount);
    const auto usage = usage_->read();
    const Absence why = usage ? Absence::invalid : usage_->absence();
    std::string_view text = usage.value_or("");
    std::optional<double> used = as_value(scan_number(text));
    const auto stat = memory_stat_->read();
    // As `docker stats` and the kubelet count; total_ is version 1's sum over the groups below.
    const auto idle_cache =
        as_value(entry(stat.value_or(""), unified_ ? "inactive_file" : "total_inactive_file"));
    if (used && idle_cache) used = std::max(*used - *idle_cache, 0.0);
    report_.set(values, "host", kUsed, used, why);
    report_.set(values, "host", kUsedPercent,
                used ? std::optional(100 * *used / limit_->amount) : std::nullopt, why);
  }

  DevicePtr host_;
  FileTree files_;
  Reporter report_;
  bool unified_ = false;
  std::optional<CgroupLimit> quota_, limit_;
  std::optional<Source> cpu_stat_, usage_, memory_stat_;
  RatedCounter periods_, throttled_;
  std::uint64_t ticks_ = 0;
};

}  // namespace

std::unique_ptr<HostCollector> make_cgroup_collector(const Context& context) {
  return std::make_unique<CgroupCollector>(context);
}

std::span<const MetricSpec* const> cgroup_metrics() {
  static constexpr auto kAll = std::to_array<const MetricSpec*>(
      {&kQuota, &kThrottled, &kThrottledTime, &kLimit, &kUsed, &kUsedPercent});
  return kAll;
}

}  // namespace mimon::host
