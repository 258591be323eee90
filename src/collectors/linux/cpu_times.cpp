#include "collectors/linux/cpu_times.h"

#include <algorithm>

#include "collectors/linux/scan.h"
#include "metrics/rate.h"

namespace mimon::host {
namespace {

constexpr std::uint64_t CpuTimes::* kFields[] = {
    &CpuTimes::user,   &CpuTimes::nice, &CpuTimes::system,  &CpuTimes::idle,
    &CpuTimes::iowait, &CpuTimes::irq,  &CpuTimes::softirq, &CpuTimes::steal};

/// Growth of each field. iowait alone may fall a little without meaning anything (proc(5)): it is
/// taken as still then.
std::optional<CpuTimes> growth(const CpuTimes& before, const CpuTimes& now) {
  CpuTimes delta;
  for (const auto field : kFields) {
    const bool falls = now.*field < before.*field;
    if (falls && field != &CpuTimes::iowait) return std::nullopt;
    delta.*field = falls ? 0 : now.*field - before.*field;
  }
  return delta;
}

std::optional<CpuShares> shares_of(const CpuTimes& delta) {
  double total = 0;
  for (const auto field : kFields) total += static_cast<double>(delta.*field);
  if (total <= 0) return std::nullopt;
  const auto percent = [&](double ticks) { return std::clamp(100 * ticks / total, 0.0, 100.0); };
  const auto d = [](std::uint64_t ticks) { return static_cast<double>(ticks); };
  return CpuShares{.busy = percent(total - d(delta.idle) - d(delta.iowait)),
                   .user = percent(d(delta.user) + d(delta.nice)),
                   .system = percent(d(delta.system) + d(delta.irq) + d(delta.softirq)),
                   .iowait = percent(d(delta.iowait)),
                   .steal = percent(d(delta.steal))};
}

}  // namespace

std::optional<CpuTimes> parse_cpu_times(std::string_view fields) {
  CpuTimes times;
  for (const auto field : kFields) {
    const auto ticks = scan_number(fields);
    if (!ticks) return std::nullopt;
    times.*field = *ticks;
  }
  return times;
}

void CpuUsage::update(const std::optional<CpuTimes>& times, MonoTime now) {
  const std::optional<CpuTimes> before = last_;
  const bool paused = now - last_time_ > Rate::kLongestPause;
  last_ = times;
  last_time_ = now;
  shares_.reset();
  absence_ = times ? Absence::not_ready : Absence::invalid;
  if (!times || !before || paused) return;
  if (const auto delta = growth(*before, *times)) shares_ = shares_of(*delta);
}

}  // namespace mimon::host
