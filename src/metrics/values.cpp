#include "metrics/values.h"

#include <algorithm>
#include <cmath>

namespace mimon {

void Values::set(const MetricSpec& spec, double value) {
  put(std::isfinite(value) ? Reading(spec, value) : Reading(spec, Absence::invalid));
}

void Values::set(const MetricSpec& spec, Absence why) {
  put(Reading(spec, why));
}

void Values::set(const MetricSpec& spec, std::optional<double> value, Absence why) {
  if (value) {
    set(spec, *value);
  } else {
    set(spec, why);
  }
}

std::optional<double> Values::get(const MetricSpec& spec) const {
  const Reading* reading = find(spec);
  return reading ? reading->value() : std::nullopt;
}

const Reading* Values::find(const MetricSpec& spec) const {
  const auto found = std::find_if(readings_.begin(), readings_.end(),
                                  [&](const Reading& r) { return &r.spec() == &spec; });
  return found == readings_.end() ? nullptr : &*found;
}

void Values::make_absent(Absence why) {
  for (Reading& reading : readings_) {
    if (reading.value()) reading = Reading(reading.spec(), why);
  }
}

void Values::put(Reading reading) {
  const auto found = std::find_if(readings_.begin(), readings_.end(),
                                  [&](const Reading& r) { return &r.spec() == &reading.spec(); });
  if (found == readings_.end()) {
    readings_.push_back(reading);
  } else {
    *found = reading;
  }
}

}  // namespace mimon
