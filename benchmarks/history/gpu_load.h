#pragma once

#include "metrics/values.h"
#include "random.h"

namespace mimon::bench {

/// One GPU, a second at a time: idle, training at a steady pace with pauses, or serving in bursts.
class GpuLoad {
 public:
  explicit GpuLoad(std::uint64_t seed) : random_(seed) {}

  void advance();
  /// The ten metrics of the comparison.
  void write(Values& values) const;
  /// All that a data centre card has.
  void write_all(Values& values) const;

 private:
  enum class Phase { idle, training, serving };

  void change_phase();
  void idle();
  void train();
  void serve();

  Random random_;
  Phase phase_ = Phase::idle;
  int left_ = 600;
  int second_ = 0;
  double level_ = 0;
  double period_ = 20;
  double utilization_ = 0;
  double memory_utilization_ = 0;
  double memory_ = 629'145'600;
  double temperature_ = 34;
  double power_ = 60;
  double target_power_ = 60;
  double energy_ = 0;
  double fan_ = 30;
  double clock_ = 345;
  double memory_clock_ = 1593;
  double tx_ = 0;
  double rx_ = 0;
};

}  // namespace mimon::bench
