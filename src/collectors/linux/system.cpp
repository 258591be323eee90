#include <array>

#include "base/text.h"
#include "collectors/linux/collectors.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/source.h"

namespace mimon::host {
namespace {

constexpr MetricSpec load(std::string_view id, std::string_view path, std::string_view help) {
  return {.id = id, .device = DeviceKind::host, .path = path, .help = help, .decimals = 2};
}

const MetricSpec kLoads[] = {
    load("cpu.load_average.1m", "cpu.load_average[0]",
         "Threads that ran, were ready to or waited for a disk, averaged over a minute."),
    load("cpu.load_average.5m", "cpu.load_average[1]", "The same over five minutes."),
    load("cpu.load_average.15m", "cpu.load_average[2]", "The same over fifteen minutes."),
};
const MetricSpec kTasks{.id = "processes.total",
                        .device = DeviceKind::host,
                        .path = "processes.total",
                        .help = "Processes there are, each of their threads counted."};
const MetricSpec kUptime{.id = "uptime",
                         .device = DeviceKind::host,
                         .path = "uptime",
                         .unit = Unit::seconds,
                         .help = "Time since the machine started, suspends included."};

/// /proc/loadavg and /proc/uptime (proc_loadavg(5), proc_uptime(5)).
class SystemCollector final : public HostCollector {
 public:
  explicit SystemCollector(const Context& context)
      : host_(context.host),
        loadavg_(context.files, "/proc/loadavg"),
        uptime_(context.files, "/proc/uptime"),
        report_(context.log) {}

  std::string_view name() const override { return "system"; }

  CollectorStatus collect(Batch& batch) override {
    Values& values = batch.of(host_);
    CollectorStatus status{"system", true, ""};
    const auto check = [&](const auto& content, const Source& source) {
      if (!content) status = {"system", false, source.failure()};
    };
    const auto loadavg = loadavg_.read();
    check(loadavg, loadavg_);
    report_loads(values, loadavg.value_or(""), loadavg ? Absence::invalid : loadavg_.absence());
    const auto uptime = uptime_.read();
    check(uptime, uptime_);
    std::string_view text = uptime.value_or("");
    report_.set(values, "host", kUptime, not_negative(next_number<double>(text)),
                uptime ? Absence::invalid : uptime_.absence());
    return status;
  }

 private:
  void report_loads(Values& values, std::string_view text, Absence why) {
    for (const MetricSpec& spec : kLoads) {
      report_.set(values, "host", spec, not_negative(next_number<double>(text)), why);
    }
    // `running/total`
    const std::string_view tasks = next_word(text);
    const auto slash = tasks.find('/');
    const auto total =
        slash == tasks.npos ? std::nullopt : parse_number<std::uint64_t>(tasks.substr(slash + 1));
    report_.set(values, "host", kTasks, as_value(total), why);
  }

  static std::optional<double> not_negative(std::optional<double> value) {
    return value && *value >= 0 ? value : std::nullopt;
  }

  DevicePtr host_;
  Source loadavg_, uptime_;
  Reporter report_;
};

}  // namespace

std::unique_ptr<HostCollector> make_system_collector(const Context& context) {
  return std::make_unique<SystemCollector>(context);
}

std::span<const MetricSpec* const> system_metrics() {
  static constexpr auto kAll =
      std::to_array<const MetricSpec*>({&kLoads[0], &kLoads[1], &kLoads[2], &kTasks, &kUptime});
  return kAll;
}

}  // namespace mimon::host
