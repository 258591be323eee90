#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace mimon::store {

/// Makes the times of an answer from those of its ticks or buckets: each bucket's begin, and the
/// first missing time of each gap (`QueryResult` has the rule). A time is missing where the next
/// point is more than one and a half times as far away as the slower of both neighbours would be,
/// or a bucket is wide; so ticks that come a little late make no gap. Nor do buckets that are a
/// little narrower than ticks are apart: their begins jump by up to a width more.
class Axis {
 public:
  /// `width`: of a bucket, in seconds, at least 1. `times` is empty and must outlive it.
  Axis(std::int64_t width, std::vector<std::chrono::sys_seconds>& times)
      : width_(width), times_(times) {}

  /// Takes in a point at `time`, seconds since 1970, whose next is expected `spacing` seconds
  /// later, and returns its place among the times. Points ascend; those of one bucket share its
  /// place.
  std::size_t add(std::int64_t time, std::int64_t spacing) {
    // Most points of a bucket follow one another, and a division is slow.
    if (times_.empty() || time >= last_ + width_) start_bucket(time - time % width_, spacing);
    spacing_ = spacing;
    return times_.size() - 1;
  }

 private:
  void start_bucket(std::int64_t bucket, std::int64_t spacing);
  void push(std::int64_t time);

  std::int64_t width_;
  std::vector<std::chrono::sys_seconds>& times_;
  std::int64_t last_ = 0;     ///< the newest of the times
  std::int64_t spacing_ = 0;  ///< of the newest point
};

}  // namespace mimon::store
