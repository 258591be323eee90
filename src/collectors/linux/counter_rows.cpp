#include "collectors/linux/counter_rows.h"

namespace mimon::host {
namespace {

std::optional<double> scaled(std::optional<double> value, const CounterRow& row) {
  return value ? std::optional(*value * row.scale) : std::nullopt;
}

void add_to(std::optional<double>& sum, std::optional<double> part) {
  if (part) sum = sum.value_or(0) + *part;
}

}  // namespace

std::vector<const MetricSpec*> metrics_of(std::span<const CounterRow> rows) {
  std::vector<const MetricSpec*> all;
  const auto add = [&](const MetricSpec& spec) {
    if (!spec.id.empty()) all.push_back(&spec);
  };
  for (const CounterRow& row : rows) {
    add(row.host);
    add(row.host_rate);
  }
  for (const CounterRow& row : rows) {
    add(row.device);
    add(row.device_rate);
  }
  return all;
}

void report_counters(Reporter& report, Values& values, std::string_view device,
                     std::span<const CounterRow> rows, std::span<const RatedCounter> counters) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const CounterRow& row = rows[i];
    report.set(values, device, row.device, scaled(counters[i].value(), row), Absence::invalid);
    if (row.device_rate.id.empty()) continue;
    report.set(values, device, row.device_rate, scaled(counters[i].rate(), row),
               counters[i].rate_absence());
  }
}

void CounterTotals::add(std::span<const RatedCounter> counters) {
  any_ = true;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    add_to(sums_[i].count, counters[i].value());
    add_to(sums_[i].rate, counters[i].rate());
  }
}

void CounterTotals::report(Reporter& report, Values& values, Absence none) const {
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    const CounterRow& row = rows_[i];
    if (row.host.id.empty()) continue;
    report.set(values, "host", row.host, scaled(sums_[i].count, row),
               any_ ? Absence::invalid : none);
    if (row.host_rate.id.empty()) continue;
    report.set(values, "host", row.host_rate, scaled(sums_[i].rate, row),
               any_ ? Absence::not_ready : none);
  }
}

}  // namespace mimon::host
