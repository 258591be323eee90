#include "api/store_metrics.h"

#include <fmt/format.h>

namespace mimon::api {
namespace {

void append(std::string& text, MetricsFormat format, std::string_view name, bool counter,
            std::string_view unit, std::string_view help, double value) {
  const std::string sample = fmt::format("{}{}", name, counter ? "_total" : "");
  const bool open = format == MetricsFormat::openmetrics;
  const std::string family = open ? std::string(name) : sample;
  text +=
      fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", family, help, counter ? "counter" : "gauge");
  if (open && !unit.empty()) text += fmt::format("# UNIT {} {}\n", family, unit);
  text += fmt::format("{} {}\n", sample, value);
}

}  // namespace

std::string store_metrics(const store::StoreStatus& status, MetricsFormat format) {
  std::string text;
  append(text, format, "mimon_store_up", false, "", "Whether history is being kept as it should.",
         status.state == store::StoreStatus::State::ok ? 1 : 0);
  append(text, format, "mimon_store_ticks", true, "", "Ticks recorded since the start.",
         static_cast<double>(status.ticks));
  append(text, format, "mimon_store_dropped_ticks", true, "", "Ticks lost since the start.",
         static_cast<double>(status.dropped));
  append(text, format, "mimon_store_waiting_ticks", false, "", "Ticks that wait to be recorded.",
         static_cast<double>(status.unwritten));
  if (!status.lag) return text;
  append(text, format, "mimon_store_lag_seconds", false, "seconds",
         "How far the shared store is behind the newest tick.",
         std::chrono::duration<double>(*status.lag).count());
  return text;
}

}  // namespace mimon::api
