#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "metrics/metric_spec.h"

namespace mimon {

/// Every metric that this program knows, in the order of the collectors. Immutable; safe to share.
class Catalog {
 public:
  /// Throws std::logic_error when two metrics of a kind share an id or a path, or a row is not
  /// complete (id, path, help).
  explicit Catalog(std::vector<const MetricSpec*> metrics);

  [[nodiscard]] std::span<const MetricSpec* const> metrics() const { return metrics_; }
  /// The metrics of one kind of device, in order.
  [[nodiscard]] std::vector<const MetricSpec*> of(DeviceKind kind) const;
  /// Null where there is no such metric.
  [[nodiscard]] const MetricSpec* find(DeviceKind kind, std::string_view id) const;

 private:
  std::vector<const MetricSpec*> metrics_;
};

}  // namespace mimon
