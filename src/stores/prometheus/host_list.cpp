#include "stores/prometheus/host_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "stores/prometheus/host_details.h"
#include "stores/prometheus/write_request.h"

namespace mimon::store::prometheus {
namespace {

constexpr std::chrono::milliseconds kLimit{15'000};
constexpr double kDay = 24 * 3600;
// A clock elsewhere may be ahead of this one by so much, and still counts as live.
constexpr int kAhead = 5;
// What ticks at least every ten seconds shows in this window; the rest is asked for one by one.
constexpr int kLive = 15;
// What the ticks of a look reach back to: whoever was quiet then may have come and gone since.
constexpr double kTicks = 300;
constexpr std::size_t kQuietAtOnce = 32;

double seconds(WallTime time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

WallTime wall(double time) {
  return WallTime(std::chrono::milliseconds(std::llround(time * 1000)));
}

std::string names_of(const std::vector<HostSummary*>& hosts) {
  std::vector<std::string> names;
  names.reserve(hosts.size());
  for (const HostSummary* host : hosts) names.push_back(host->host);
  return quoted_any_of(names);
}

std::map<std::string, HostSummary*> by_name(std::map<std::string, HostSummary>& hosts) {
  std::map<std::string, HostSummary*> pointers;
  for (auto& [name, host] : hosts) pointers.emplace(name, &host);
  return pointers;
}

}  // namespace

Result<HostList::Hosts> HostList::find_hosts(double now, const Deadline& deadline) const {
  const auto infos = api_.series(std::string(kHostInfo), now - kDay, now + kAhead, deadline);
  if (!infos) return infos.error();
  Hosts hosts;
  for (const Labels& labels : *infos) {
    const std::string name(labels.get("host"));
    if (!name.empty()) hosts[name].host = name;
  }
  const auto ticks = api_.instant(
      fmt::format("max by (__name__, host) (last_over_time({{__name__=~\"{}|{}\"}}[{:.0f}s]))",
                  kTickTime, kTickInterval, kTicks),
      now + kAhead, deadline);
  if (!ticks) return ticks.error();
  for (const Series& series : *ticks) {
    const auto host = hosts.find(std::string(series.labels.get("host")));
    if (host == hosts.end()) continue;
    const WallTime value = wall(series.samples.back().value);
    if (series.labels.get("__name__") == kTickTime)
      host->second.last = value;
    else
      host->second.interval = value.time_since_epoch();
  }
  return hosts;
}

// Of those that were not seen just now.
Result<void> HostList::find_last(Hosts& hosts, double now, const Deadline& deadline) const {
  std::vector<HostSummary*> unknown;
  for (auto& [name, host] : hosts) {
    if (host.last != WallTime()) continue;
    const auto known = quiet_.find(name);
    if (known != quiet_.end())
      host.last = known->second.last;
    else
      unknown.push_back(&host);
  }
  if (unknown.empty()) return {};
  const auto found = api_.instant(fmt::format("max by (host) (max_over_time({}{{host=~{}}}[1d]))",
                                              kTickTime, names_of(unknown)),
                                  now, deadline);
  if (!found) return found.error();
  for (const Series& series : *found) {
    const auto host = hosts.find(std::string(series.labels.get("host")));
    if (host != hosts.end()) host->second.last = wall(series.samples.back().value);
  }
  return {};
}

Result<void> HostList::fill_quiet(const std::vector<HostSummary*>& quiet,
                                  const Deadline& deadline) {
  Hosts remembered;
  std::size_t asked = 0;
  for (HostSummary* host : quiet) {
    const auto known = quiet_.find(host->host);
    if (known != quiet_.end() && known->second.last == host->last) {
      *host = known->second;
    } else if (asked < kQuietAtOnce) {
      ++asked;
      host->devices.clear();
      const auto filled = fill_details(api_, catalog_, {{host->host, host}}, Part::all,
                                       seconds(host->last) + 0.5, 1, deadline);
      if (!filled) return filled.error();
    } else {
      host->devices.clear();
      continue;
    }
    remembered.emplace(host->host, *host);
  }
  quiet_ = std::move(remembered);
  return {};
}

Result<void> HostList::look(double now, const Deadline& deadline) {
  auto hosts = find_hosts(now, deadline);
  if (!hosts) return hosts.error();
  const auto filled =
      fill_details(api_, catalog_, by_name(*hosts), Part::lasting, now + kAhead, kLive, deadline);
  if (!filled) return filled.error();
  if (now < looked_ || now > looked_ + kTicks) quiet_.clear();
  known_ = std::move(*hosts);
  looked_ = now;
  return {};
}

Result<std::vector<HostSummary>> HostList::at(WallTime time) {
  const Deadline deadline(kLimit);
  const double now = seconds(time);
  if (now < looked_ || now >= looked_ + kLook) {
    if (const auto looked = look(now, deadline); !looked) return looked.error();
  }
  Hosts hosts = known_;
  const auto filled =
      fill_details(api_, catalog_, by_name(hosts), Part::moving, now + kAhead, kLive, deadline);
  if (!filled) return filled.error();
  if (const auto found = find_last(hosts, now, deadline); !found) return found.error();
  std::vector<HostSummary*> quiet;
  for (auto& [name, host] : hosts) {
    const double last = seconds(host.last);
    if (last > now - kDay && last <= now - kLive + kAhead) quiet.push_back(&host);
  }
  if (const auto more = fill_quiet(quiet, deadline); !more) return more.error();
  std::vector<HostSummary> list;
  for (auto& [name, host] : hosts) {
    if (seconds(host.last) > now - kDay) list.push_back(std::move(host));
  }
  return list;
}

}  // namespace mimon::store::prometheus
