#pragma once

#include <optional>
#include <span>
#include <vector>

#include "metrics/absence.h"
#include "metrics/metric_spec.h"

namespace mimon {

/// One value of one metric, or why there is none.
class Reading {
 public:
  Reading(const MetricSpec& spec, double value) : spec_(&spec), value_(value) {}
  Reading(const MetricSpec& spec, Absence why) : spec_(&spec), absence_(why), absent_(true) {}

  [[nodiscard]] const MetricSpec& spec() const { return *spec_; }
  [[nodiscard]] std::optional<double> value() const {
    return absent_ ? std::nullopt : std::optional(value_);
  }
  /// Why there is no value; set exactly where `value()` is not.
  [[nodiscard]] std::optional<Absence> absence() const {
    return absent_ ? std::optional(absence_) : std::nullopt;
  }

 private:
  const MetricSpec* spec_;
  double value_ = 0;
  Absence absence_ = Absence::failed;
  bool absent_ = false;
};

/// The readings of one device at one moment, one a metric, in the order they were first set.
/// A metric that was never set is not known to the device at all. Not for sharing while it is
/// written.
class Values {
 public:
  /// Replaces an earlier reading of the same metric. NaN and infinities become `invalid`.
  void set(const MetricSpec& spec, double value);
  void set(const MetricSpec& spec, Absence why);
  /// `value`, or `why` where there is none.
  void set(const MetricSpec& spec, std::optional<double> value, Absence why);

  /// The value; absent where it is absent or was never set.
  [[nodiscard]] std::optional<double> get(const MetricSpec& spec) const;
  [[nodiscard]] const Reading* find(const MetricSpec& spec) const;
  [[nodiscard]] std::span<const Reading> readings() const { return readings_; }

  /// Turns every present value into an absent one: the device does not answer any more.
  void make_absent(Absence why);

 private:
  void put(Reading reading);

  std::vector<Reading> readings_;
};

}  // namespace mimon
