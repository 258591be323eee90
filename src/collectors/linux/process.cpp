#include "collectors/linux/process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "collectors/linux/hanging_call.h"
#include "collectors/linux/host_device.h"
#include "collectors/linux/process_stat.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/user_names.h"
#include "metrics/rate.h"

namespace mimon::host {
namespace {

/// PROC_PID_INIT_INO of the kernel: the namespace that all others are in.
constexpr std::string_view kFirstPidNamespace = "pid:[4026531836]";

bool sees_host_pids(const FileTree& files) {
  if (!files.live()) return true;
  const auto link = files.read_link("/proc/self/ns/pid");
  return !link || *link == kFirstPidNamespace;
}

/// Of a recorded tree neither is known: what x86 has.
double clock_ticks_per_second(const FileTree& files) {
  const long ticks = files.live() ? sysconf(_SC_CLK_TCK) : 100;
  return ticks > 0 ? static_cast<double>(ticks) : 100;
}

/// The user that a process acts as: the second number of `Uid:` in /proc/PID/status.
std::optional<std::uint32_t> effective_uid(std::string_view status) {
  while (auto line = scan_line(status)) {
    if (scan_word(*line) != "Uid:") continue;
    (void)scan_word(*line);
    return parse_number<std::uint32_t>(scan_word(*line));
  }
  return std::nullopt;
}

struct Known {
  std::uint64_t start_ticks = 0;
  std::string comm;
  std::optional<std::string> name, container;
  std::optional<std::uint32_t> user;
  Rate cpu;
  std::optional<double> cpu_percent;
  MonoTime updated{};
};

struct CommandLine {
  std::int64_t pid;
  std::uint64_t start_ticks;
  std::string text;
};
using CommandLines = std::vector<CommandLine>;

CommandLines read_command_lines(const FileTree& files, CommandLines lines) {
  for (CommandLine& line : lines) {
    auto content = files.read(fmt::format("/proc/{}/cmdline", line.pid));
    if (content) line.text = std::move(*content);
  }
  return lines;
}

class LinuxProcessEnricher final : public ProcessEnricher {
 public:
  LinuxProcessEnricher(const FileTree& files, LookUpUser look_up)
      : files_(files),
        visible_(sees_host_pids(files)),
        ticks_per_second_(clock_ticks_per_second(files)),
        page_size_(page_size(files)),
        boot_time_(boot_time(files)),
        users_(std::move(look_up)) {}

  void enrich(const Tick& tick, std::vector<GpuProcess>& processes) override {
    if (!visible_) return;
    for (GpuProcess& process : processes) enrich(tick.mono, process);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    read_names(deadline);
    users_.update(tick.mono, deadline);
    for (GpuProcess& process : processes) name(process);
    std::erase_if(known_, [&](const auto& entry) {
      return tick.mono - entry.second.updated > Rate::kLongestPause;
    });
  }

 private:
  void enrich(MonoTime now, GpuProcess& process) {
    if (process.pid <= 0) return;
    const std::string folder = fmt::format("/proc/{}", process.pid);
    const auto content = files_.read(folder + "/stat");
    const auto stat = content ? parse_process_stat(*content) : std::nullopt;
    if (!stat) {
      known_.erase(process.pid);
      return;
    }
    Known& known = known_[process.pid];
    if (known.start_ticks != stat->start_ticks || known.comm != stat->comm) {
      if (known.start_ticks != stat->start_ticks) known = {};
      identify(process.pid, known, *stat, folder);
    }
    if (known.updated != now) {
      const auto rate = known.cpu.update(stat->cpu_ticks, now);
      known.cpu_percent = rate ? std::optional(100 * *rate / ticks_per_second_) : std::nullopt;
      known.updated = now;
    }
    if (known.user) users_.want(*known.user, now);
    process.container = known.container;
    process.cpu_percent = known.cpu_percent;
    process.host_memory = static_cast<double>(stat->rss_pages) * page_size_;
    process.start_time = start_time(stat->start_ticks);
  }

  void identify(std::int64_t pid, Known& known, const ProcessStat& stat,
                const std::string& folder) {
    known.start_ticks = stat.start_ticks;
    known.comm = stat.comm;
    known.name = process_name("", stat.comm);
    if (unnamed_.size() < kMostUnnamed) unnamed_.push_back({pid, stat.start_ticks, ""});
    const auto status = files_.read(folder + "/status");
    known.user = status ? effective_uid(*status) : std::nullopt;
    const auto cgroup = files_.read(folder + "/cgroup");
    known.container = cgroup ? container_id(*cgroup) : std::nullopt;
  }

  /// A command line lies in the process's own memory: reading it waits for a process that is stuck
  /// in the middle of changing that. So it is read aside, and `comm` is shown until it is there.
  void read_names(std::chrono::steady_clock::time_point deadline) {
    if (!unnamed_.empty() && !naming_.is_out()) {
      naming_.start([files = files_, lines = std::exchange(unnamed_, {})] {
        return read_command_lines(files, lines);
      });
    }
    const auto lines = naming_.take(deadline);
    for (const CommandLine& line : lines.value_or(CommandLines{})) {
      const auto known = known_.find(line.pid);
      if (known == known_.end() || known->second.start_ticks != line.start_ticks) continue;
      known->second.name = process_name(line.text, known->second.comm);
    }
  }

  /// What is read aside, as far as it is there.
  void name(GpuProcess& process) const {
    const auto known = known_.find(process.pid);
    if (known == known_.end()) return;
    process.name = known->second.name;
    if (known->second.user) process.username = users_.of(*known->second.user);
  }

  std::optional<WallTime> start_time(std::uint64_t ticks) const {
    const double seconds = static_cast<double>(ticks) / ticks_per_second_;
    constexpr double kCentury = 100 * 365.25 * 86400;
    if (!boot_time_ || seconds > kCentury) return std::nullopt;
    return *boot_time_ + std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  }

  static constexpr std::chrono::milliseconds kPatience{20};
  static constexpr std::size_t kMostUnnamed = 4096;

  FileTree files_;
  bool visible_;
  double ticks_per_second_, page_size_;
  std::optional<WallTime> boot_time_;
  UserNames users_;
  std::unordered_map<std::int64_t, Known> known_;
  CommandLines unnamed_;
  HangingCall<CommandLines> naming_;
};

}  // namespace

std::unique_ptr<ProcessEnricher> make_process_enricher(const FileTree& files,
                                                       const Logger& /*log*/) {
  return make_process_enricher(files, look_up_user(files));
}

std::unique_ptr<ProcessEnricher> make_process_enricher(const FileTree& files, LookUpUser look_up) {
  return std::make_unique<LinuxProcessEnricher>(files, std::move(look_up));
}

}  // namespace mimon::host
