#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "metrics/device.h"
#include "metrics/snapshot.h"
#include "metrics/values.h"

namespace mimon {

/// One beat of the sampler.
struct Tick {
  std::uint64_t number = 0;
  WallTime wall{};
  MonoTime mono{};
};

/// Where host collectors put what they found at one tick. For one thread.
class Batch {
 public:
  explicit Batch(const Tick& tick) : tick_(tick) {}

  [[nodiscard]] const Tick& tick() const { return tick_; }

  /// The values of `device`, which joins the snapshot by being asked for. Several collectors may
  /// write to one device, such as the host. The reference holds until the next call.
  Values& of(const DevicePtr& device);

  /// What logical CPUs spent their time on, for exporters alone.
  void add_core(const CoreTimes& core) { cores_.push_back(core); }

  [[nodiscard]] std::vector<CoreTimes> take_cores() { return std::move(cores_); }

  /// The samples in the order in which their devices were first asked for.
  [[nodiscard]] std::vector<DeviceSample> take() { return std::move(samples_); }

 private:
  Tick tick_;
  std::vector<DeviceSample> samples_;
  std::vector<CoreTimes> cores_;
};

/// A source of host metrics. Called from one thread. A value that cannot be read is set to its
/// reason for absence, logged once (FailureLog), and comes back by itself.
class HostCollector {
 public:
  virtual ~HostCollector() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// Reads everything once and returns how that went. Must not block: a source that can hang is a
  /// `SlowHostCollector`.
  [[nodiscard]] virtual CollectorStatus collect(Batch& batch) = 0;
};

/// A source of host metrics that may hang (a dead network mount) or takes long: the sampler gives
/// it a thread of its own, uses its latest answer, and marks it stale when that is too old.
class SlowHostCollector : public HostCollector {
 public:
  /// How often it is worth asking.
  [[nodiscard]] virtual std::chrono::milliseconds period() const = 0;
};

/// One GPU (with its MIG instances). Its functions are called from several threads, never two at
/// once; each may hang in the driver, which costs this GPU only.
class GpuCollector {
 public:
  virtual ~GpuCollector() = default;

  /// What it is; may change between calls (a driver update), then a new pointer is returned.
  [[nodiscard]] virtual DevicePtr device() const = 0;

  /// The cheap values, every tick: one sample for the GPU, first, and one for each MIG instance.
  /// Includes the latest of what `collect_slow` found.
  [[nodiscard]] virtual std::vector<DeviceSample> collect(const Tick& tick) = 0;

  /// What takes milliseconds (processes, PCIe throughput), after the tick's values went out; kept
  /// for the next `collect`.
  virtual void collect_slow(const Tick& tick) = 0;
};

/// A vendor's GPUs. Called from one thread of its own, never two calls at once; may hang.
class GpuVendor {
 public:
  virtual ~GpuVendor() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;

  struct Report {
    VendorStatus status;
    /// Every GPU known now; the same object for the same GPU from call to call, while the driver
    /// stays loaded.
    std::vector<std::shared_ptr<GpuCollector>> gpus;
  };

  /// Looks for the driver and its GPUs, every few seconds: cheap while nothing changes, takes a
  /// driver back that went away, finds GPUs that came and went.
  [[nodiscard]] virtual Report discover() = 0;
};

/// Adds to GPU processes what the host knows of them: name, user, CPU, memory, container. Called
/// from one thread.
class ProcessEnricher {
 public:
  virtual ~ProcessEnricher() = default;
  virtual void enrich(const Tick& tick, std::vector<GpuProcess>& processes) = 0;
};

}  // namespace mimon
