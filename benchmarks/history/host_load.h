#pragma once

#include "metrics/values.h"
#include "random.h"

namespace mimon::bench {

/// The host, a second at a time.
class HostLoad {
 public:
  explicit HostLoad(std::uint64_t seed) : random_(seed) {}

  void advance();
  /// The 20 metrics of the comparison.
  void write(Values& values) const;
  /// One of 32 cores, a disk or an interface with as many metrics as such a device has: shares of
  /// the host's figures, some of them constant.
  void write_part(Values& values, int part) const;

 private:
  Random random_;
  int second_ = -1;
  int left_ = 0;
  double base_ = 8;
  double activity_ = 0.1;
  double cpu_ = 8;
  double load_[3] = {1, 1, 1};
  double frequency_ = 2400;
  double temperature_ = 45;
  double used_ = 18e9;
  double pressure_ = 0;
  double read_ops_ = 0;
  double write_ops_ = 0;
  double read_bytes_ = 0;
  double write_bytes_ = 0;
  double sent_ = 0;
  double received_ = 0;
};

}  // namespace mimon::bench
