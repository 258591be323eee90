#include "stores/prometheus/oldest.h"

#include <fmt/format.h>

#include <algorithm>

#include "stores/prometheus/write_request.h"

namespace mimon::store::prometheus {
namespace {

using std::chrono::sys_seconds;

constexpr std::int64_t kDay = 86'400;
// VictoriaMetrics' index tells days apart in ranges of up to 40.
constexpr std::int64_t kWindow = 32 * kDay;
constexpr int kEmptyWindows = 12;

class Search {
 public:
  Search(const QueryApi& api, const std::string& host, const Deadline& deadline)
      : api_(api),
        deadline_(deadline),
        ticks_(fmt::format("{}{{host={}}}", kTickTime, promql_string(host))) {}

  Result<std::optional<sys_seconds>> run(std::int64_t newest) {
    std::optional<std::int64_t> window;
    int empty = 0;
    for (std::int64_t to = newest + kDay; empty < kEmptyWindows && to > kWindow; to -= kWindow) {
      const auto any = holds(to - kWindow, to);
      if (!any) return any.error();
      if (*any) window = to - kWindow;
      empty = *any ? 0 : empty + 1;
    }
    if (!window) return std::optional<sys_seconds>();
    const auto day = first_day(*window);
    if (!day) return day.error();
    return first_tick(*day);
  }

 private:
  Result<bool> holds(std::int64_t from, std::int64_t to) const {
    const auto found =
        api_.series(ticks_, static_cast<double>(from), static_cast<double>(to), deadline_);
    if (!found) return found.error();
    return !found->empty();
  }

  // The end of the day, counted from the window's start, that the first tick is in. It may be off
  // by a day, as indices go by days of their own.
  Result<std::int64_t> first_day(std::int64_t window) const {
    std::int64_t none = 0;
    std::int64_t some = kWindow / kDay;
    while (some - none > 1) {
      const std::int64_t middle = (none + some) / 2;
      const auto any = holds(window, window + middle * kDay);
      if (!any) return any.error();
      (*any ? some : none) = middle;
    }
    return window + some * kDay;
  }

  // The value of a tick's time is that time.
  Result<std::optional<sys_seconds>> first_tick(std::int64_t day) const {
    const auto found = api_.instant(fmt::format("min_over_time({}[{}s])", ticks_, 3 * kDay),
                                    static_cast<double>(day + kDay), deadline_);
    if (!found) return found.error();
    std::optional<sys_seconds> first;
    for (const Series& series : *found) {
      for (const Sample& sample : series.samples) {
        const sys_seconds time{std::chrono::seconds(static_cast<std::int64_t>(sample.value))};
        first = std::min(first.value_or(time), time);
      }
    }
    return first;
  }

  const QueryApi& api_;
  const Deadline& deadline_;
  const std::string ticks_;
};

}  // namespace

Result<std::optional<sys_seconds>> find_oldest(const QueryApi& api, const std::string& host,
                                               sys_seconds newest, const Deadline& deadline) {
  return Search(api, host, deadline).run(newest.time_since_epoch().count());
}

}  // namespace mimon::store::prometheus
