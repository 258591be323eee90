#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "collectors/linux/rated_counter.h"
#include "collectors/linux/source.h"
#include "metrics/metric_spec.h"

namespace mimon::host {

/// One counter of a table that has a line a device: the metrics of the device and those of the
/// machine, which sum the devices. A metric without an id is not wanted.
struct CounterRow {
  std::size_t field;  ///< position in the line
  double scale;       ///< what the counter is multiplied with
  MetricSpec device, device_rate, host, host_rate;
};

/// A counter in `unit`; bytes of the machine come with their rounded form.
[[nodiscard]] constexpr MetricSpec counter_spec(DeviceKind device, std::string_view path, Unit unit,
                                                std::string_view help) {
  return {.id = path,
          .device = device,
          .path = path,
          .unit = unit,
          .kind = Kind::counter,
          .help = help,
          .scaled = device == DeviceKind::host && unit == Unit::bytes ? Scaled::mb : Scaled::no};
}

[[nodiscard]] constexpr MetricSpec rate_spec(DeviceKind device, std::string_view path, Unit unit,
                                             std::string_view help) {
  return {.id = path,
          .device = device,
          .path = path,
          .unit = unit,
          .help = help,
          .decimals = unit == Unit::per_second ? 1 : 0};
}

/// The metrics of the rows: the machine's first, then the device's.
[[nodiscard]] std::vector<const MetricSpec*> metrics_of(std::span<const CounterRow> rows);

/// Sets a device's values; `counters` has one for each row.
void report_counters(Reporter& report, Values& values, std::string_view device,
                     std::span<const CounterRow> rows, std::span<const RatedCounter> counters);

/// Sums devices. What one of them does not tell is left out of the sum: a bad line hides no other.
class CounterTotals {
 public:
  explicit CounterTotals(std::span<const CounterRow> rows) : rows_(rows), sums_(rows.size()) {}

  void add(std::span<const RatedCounter> counters);
  /// Sets the machine's values; `none` is why they are absent when nothing was added.
  void report(Reporter& report, Values& values, Absence none) const;

 private:
  struct Sum {
    std::optional<double> count, rate;
  };
  std::span<const CounterRow> rows_;
  std::vector<Sum> sums_;
  bool any_ = false;
};

}  // namespace mimon::host
