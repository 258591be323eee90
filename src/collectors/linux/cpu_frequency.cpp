#include "collectors/linux/cpu_frequency.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "collectors/linux/scan.h"

namespace mimon::host {

CpuFrequency::CpuFrequency(const FileTree& files)
    : files_(files),
      has_cpufreq_(files.exists("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq")),
      cpuinfo_(files, "/proc/cpuinfo") {}

void CpuFrequency::update(std::size_t cores) {
  const bool more = cores > clocks_.size();
  clocks_.resize(cores);
  if (has_cpufreq_) {
    for (std::size_t core = cpufreq_.size(); core < cores; ++core) {
      cpufreq_.emplace_back(
          files_, fmt::format("/sys/devices/system/cpu/cpu{}/cpufreq/scaling_cur_freq", core));
    }
    read_sysfs();
  } else if (more || updates_ % kTicksPerCpuinfo == 0) {
    read_cpuinfo();
  }
  ++updates_;
}

std::optional<double> CpuFrequency::of(std::size_t core) const {
  return core < clocks_.size() ? clocks_[core].megahertz : std::nullopt;
}

Absence CpuFrequency::absence(std::size_t core) const {
  return core < clocks_.size() ? clocks_[core].why : Absence::not_ready;
}

void CpuFrequency::read_sysfs() {
  const std::size_t count = std::min(kCoresPerTick, clocks_.size());
  for (std::size_t i = 0; i < count; ++i) {
    next_ = next_ < clocks_.size() ? next_ : 0;
    const auto kilohertz = cpufreq_[next_].read();
    if (!kilohertz) {
      clocks_[next_] = {std::nullopt, absence_of(kilohertz.error())};
    } else if (*kilohertz > 0) {
      clocks_[next_].megahertz = static_cast<double>(*kilohertz) / 1000;
    } else {
      clocks_[next_] = {std::nullopt, Absence::invalid};
    }
    ++next_;
  }
}

void CpuFrequency::read_cpuinfo() {
  auto content = cpuinfo_.read();
  clocks_.assign(clocks_.size(),
                 {std::nullopt, content ? Absence::unsupported : cpuinfo_.absence()});
  std::optional<std::size_t> core;
  while (const auto line = content ? scan_line(*content) : std::nullopt) {
    const auto colon = line->find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view value = trim(line->substr(colon + 1));
    if (line->starts_with("processor")) core = parse_number<std::size_t>(value);
    if (!core || *core >= clocks_.size() || !line->starts_with("cpu MHz")) continue;
    const auto clock = parse_number<double>(value);
    const bool sane = clock && *clock > 0;
    clocks_[*core] = {sane ? clock : std::nullopt, Absence::invalid};
  }
}

}  // namespace mimon::host
