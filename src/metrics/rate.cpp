#include "metrics/rate.h"

namespace mimon {

std::optional<double> Rate::update(std::uint64_t counter, MonoTime now) {
  const std::optional<Last> before = last_;
  last_ = Last{counter, now};
  if (!before || counter < before->counter || now <= before->time) return std::nullopt;
  if (now - before->time > kLongestPause) return std::nullopt;
  return static_cast<double>(counter - before->counter) / seconds_between(before->time, now);
}

}  // namespace mimon
