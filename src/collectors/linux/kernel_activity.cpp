#include "collectors/linux/kernel_activity.h"

#include <array>

#include "collectors/linux/counter_rows.h"
#include "collectors/linux/scan.h"

namespace mimon::host {
namespace {

constexpr auto kHost = DeviceKind::host;

const MetricSpec kSwitches = counter_spec(kHost, "cpu.context_switches", Unit::none,
                                          "Times that a CPU went over to another task.");
const MetricSpec kSwitchRate = rate_spec(kHost, "cpu.context_switch_rate", Unit::per_second,
                                         "Times a second that a CPU went over to another task.");
const MetricSpec kInterruptRate =
    rate_spec(kHost, "cpu.interrupt_rate", Unit::per_second, "Interrupts served a second.");
const MetricSpec kForkRate = rate_spec(kHost, "processes.fork_rate", Unit::per_second,
                                       "Processes and threads started a second.");
const MetricSpec kRunning{.id = "processes.running",
                          .device = kHost,
                          .path = "processes.running",
                          .help = "Threads that run or are ready to."};
const MetricSpec kBlocked{.id = "processes.blocked",
                          .device = kHost,
                          .path = "processes.blocked",
                          .help = "Threads that wait for a disk."};

}  // namespace

void KernelActivity::update(std::string_view content, MonoTime now) {
  std::optional<std::uint64_t> interrupts, switches, forks;
  running_.reset();
  blocked_.reset();
  while (auto line = scan_line(content)) {
    const std::string_view key = scan_word(*line);
    // The first number of `intr` is the sum; hundreds may follow.
    if (key == "intr") interrupts = scan_number(*line);
    if (key == "ctxt") switches = scan_number(*line);
    if (key == "processes") forks = scan_number(*line);
    if (key == "procs_running") running_ = scan_number(*line);
    if (key == "procs_blocked") blocked_ = scan_number(*line);
  }
  interrupts_.update(interrupts, now);
  switches_.update(switches, now);
  forks_.update(forks, now);
}

void KernelActivity::report(Reporter& report, Values& values) const {
  report.set(values, "host", kSwitches, switches_.value(), Absence::invalid);
  report.set(values, "host", kSwitchRate, switches_.rate(), switches_.rate_absence());
  report.set(values, "host", kInterruptRate, interrupts_.rate(), interrupts_.rate_absence());
  report.set(values, "host", kForkRate, forks_.rate(), forks_.rate_absence());
  report.set(values, "host", kRunning, as_value(running_), Absence::invalid);
  report.set(values, "host", kBlocked, as_value(blocked_), Absence::invalid);
}

std::span<const MetricSpec* const> kernel_activity_metrics() {
  static constexpr auto kAll = std::to_array<const MetricSpec*>(
      {&kSwitches, &kSwitchRate, &kInterruptRate, &kForkRate, &kRunning, &kBlocked});
  return kAll;
}

}  // namespace mimon::host
