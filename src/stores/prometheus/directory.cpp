#include "stores/prometheus/directory.h"

#include <fmt/format.h>

#include <algorithm>

#include "stores/prometheus/write_request.h"

namespace mimon::store::prometheus {
namespace {

// The first that shows one of each doubtful group settles it; long ones are slow.
constexpr std::string_view kWindows[] = {"10m", "1d", "3650d"};

double seconds(WallTime time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

Bearer bearer_from(const Labels& labels) {
  return {.id = std::string(labels.get("device")),
          .identity = std::string(labels.get("identity")),
          .kind = parse_kind(labels.get("kind")).value_or(DeviceKind::host),
          .name = std::string(labels.get("name"))};
}

bool rivals(const Bearer& a, const Bearer& b) {
  return &a != &b && (a.id == b.id || a.identity == b.identity);
}

bool settled(const std::vector<Bearer>& bearers) {
  return std::all_of(bearers.begin(), bearers.end(), [&](const Bearer& one) {
    if (one.last > 0) return true;
    bool doubtful = false;
    for (const Bearer& other : bearers) {
      if (!rivals(one, other)) continue;
      if (other.last > 0) return true;
      doubtful = true;
    }
    return !doubtful;
  });
}

Result<void> find_last(const QueryApi& api, const std::string& host, std::string_view window,
                       double now, std::vector<Bearer>& bearers, const Deadline& deadline) {
  const auto found = api.instant(
      fmt::format("max_over_time({}{{host={}}}[{}])", kDeviceTime, promql_string(host), window),
      now, deadline);
  if (!found) return found.error();
  for (const Series& series : *found) {
    const Bearer seen = bearer_from(series.labels);
    for (Bearer& bearer : bearers) {
      if (bearer.id == seen.id && bearer.identity == seen.identity && bearer.name == seen.name)
        bearer.last = series.samples.back().value;
    }
  }
  return {};
}

template <typename Matches>
const Bearer* latest(const std::vector<Bearer>& bearers, Matches matches) {
  const Bearer* best = nullptr;
  for (const Bearer& bearer : bearers) {
    if (matches(bearer) && (!best || bearer.last > best->last)) best = &bearer;
  }
  return best;
}

}  // namespace

std::optional<DeviceKind> parse_kind(std::string_view word) {
  for (const DeviceKind kind : kDeviceKinds) {
    if (device_kind_name(kind) == word) return kind;
  }
  return std::nullopt;
}

Result<std::vector<Bearer>> find_bearers(const QueryApi& api, const std::string& host, WallTime now,
                                         const Deadline& deadline) {
  const double until = seconds(now) + 60;
  const auto all = api.series(fmt::format("{}{{host={}}}", kDeviceTime, promql_string(host)),
                              kEverything, until, deadline);
  if (!all) return all.error();
  std::vector<Bearer> bearers;
  for (const Labels& labels : *all) bearers.push_back(bearer_from(labels));
  for (const std::string_view window : kWindows) {
    if (settled(bearers)) break;
    const auto found = find_last(api, host, window, until, bearers, deadline);
    if (!found) return found.error();
  }
  return bearers;
}

const Bearer* bearer_of(const std::vector<Bearer>& bearers, std::string_view id) {
  return latest(bearers, [&](const Bearer& bearer) { return bearer.id == id; });
}

const Bearer* last_of(const std::vector<Bearer>& bearers, std::string_view identity) {
  return latest(bearers, [&](const Bearer& bearer) { return bearer.identity == identity; });
}

}  // namespace mimon::store::prometheus
