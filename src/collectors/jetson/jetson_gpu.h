#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "collectors/collector.h"
#include "collectors/jetson/board.h"
#include "collectors/jetson/rows.h"

namespace mimon::jetson {

/// The GPU of a Jetson, read from sysfs and, for root, debugfs. Its state is `ok` also while the
/// GPU has no power, which on a Jetson is how it idles; `lost` when its device goes away. Sensors
/// whose driver loads later are found within one `collect_slow`.
class JetsonGpu final : public GpuCollector {
 public:
  JetsonGpu(Board board, Logger log);

  [[nodiscard]] const IntegratedGpu& gpu() const { return board_.gpu; }
  [[nodiscard]] DevicePtr device() const override { return device_; }
  [[nodiscard]] std::vector<DeviceSample> collect(const Tick& tick) override;
  void collect_slow(const Tick& tick) override;

 private:
  struct Probe {
    const Row* row;
    Source read;
    Found last;
    bool failing = false;
  };

  /// Changes when a driver with sensors comes or goes.
  [[nodiscard]] std::string what_is_there() const;
  void look_for_sources();
  void read_slow();
  void read(Probe& probe);

  Board board_;
  FailureLog failures_;
  DevicePtr device_;
  std::string seen_;
  std::vector<Probe> probes_;
  std::vector<GpuProcess> processes_;
  std::optional<Absence> processes_absence_;
};

}  // namespace mimon::jetson
