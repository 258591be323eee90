#include "api/store_metrics.h"

#include <fmt/format.h>

namespace mimon::api {

std::string store_metrics(const store::StoreStatus& status) {
  std::string text = fmt::format(
      "# TYPE mimon_store_up gauge\n"
      "# HELP mimon_store_up Whether history is being kept as it should.\n"
      "mimon_store_up {}\n"
      "# TYPE mimon_store_ticks counter\n"
      "# HELP mimon_store_ticks Ticks recorded since the start.\n"
      "mimon_store_ticks_total {}\n"
      "# TYPE mimon_store_dropped_ticks counter\n"
      "# HELP mimon_store_dropped_ticks Ticks lost since the start.\n"
      "mimon_store_dropped_ticks_total {}\n"
      "# TYPE mimon_store_waiting_ticks gauge\n"
      "# HELP mimon_store_waiting_ticks Ticks that wait to be recorded.\n"
      "mimon_store_waiting_ticks {}\n",
      status.state == store::StoreStatus::State::ok ? 1 : 0, status.ticks, status.dropped,
      status.unwritten);
  if (!status.lag) return text;
  return text + fmt::format(
                    "# TYPE mimon_store_lag_seconds gauge\n"
                    "# UNIT mimon_store_lag_seconds seconds\n"
                    "# HELP mimon_store_lag_seconds How far the shared store is behind the newest "
                    "tick.\n"
                    "mimon_store_lag_seconds {}\n",
                    std::chrono::duration<double>(*status.lag).count());
}

}  // namespace mimon::api
