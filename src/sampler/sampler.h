#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/log.h"
#include "collectors/collector.h"
#include "sampler/gpu_crew.h"
#include "sampler/gpu_lane.h"
#include "sampler/idle_times.h"
#include "sampler/process_table.h"
#include "sampler/slow_lane.h"
#include "sampler/vendor_lane.h"

namespace mimon {

/// Everything that the sampler asks; owned by it.
struct Collectors {
  std::vector<std::unique_ptr<HostCollector>> host;
  std::vector<std::unique_ptr<SlowHostCollector>> slow_host;
  std::vector<std::unique_ptr<GpuVendor>> vendors;
  std::unique_ptr<ProcessEnricher> processes;  ///< may be null
};

struct SamplerOptions {
  std::chrono::milliseconds interval{1000};
  /// How long a tick waits for GPUs before it goes out with what they said last.
  std::chrono::milliseconds gpu_deadline{250};
  /// After how long without an answer a GPU counts as unresponsive.
  std::chrono::milliseconds unresponsive_after{3000};
  std::chrono::milliseconds discover_every{5000};
};

/// Ticks on the clock, asks every collector, and publishes one immutable snapshot a tick. Nothing
/// that hangs holds it up.
class Sampler {
 public:
  using Listener = std::function<void(const SnapshotPtr&)>;

  /// `clock` outlives the sampler.
  Sampler(SamplerOptions options, const Clock& clock, Logger log, Collectors collectors);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// Called on the sampler's thread with each snapshot but the warm-up's; must be quick. Only
  /// before `start`.
  void add_listener(Listener listener);

  /// Begins to tick on a thread of its own: at once, again a moment later so that rates are known,
  /// and from then on aligned to the time of day.
  void start();
  /// Ends every thread, for good; within a second even where drivers hang. False where one does:
  /// the process should then exit without taking down what that call may use.
  bool stop();

  /// The newest snapshot; null before the first. Any thread.
  [[nodiscard]] SnapshotPtr latest() const { return latest_.load(); }

  /// Makes one tick in the caller's thread and returns its snapshot. Not while started.
  SnapshotPtr tick();

  /// Waits until every vendor and slow collector has answered once, `patience` at most each.
  void wait_for_sources(std::chrono::milliseconds patience) const;

 private:
  void run();
  [[nodiscard]] bool wait(std::chrono::milliseconds time);
  [[nodiscard]] Tick next_tick();
  void update_lanes(const std::vector<GpuVendor::Report>& reports);
  void collect_host(const Tick& tick, Snapshot& snapshot);
  void ask_gpus(const Tick& tick);
  void wait_for_gpus();
  void collect_gpus(const Tick& tick, Snapshot& snapshot);
  void note(const CollectorStatus& status);

  const SamplerOptions options_;
  const Clock& clock_;
  FailureLog failures_;
  std::vector<std::unique_ptr<HostCollector>> host_;
  std::vector<std::unique_ptr<SlowLane>> slow_;
  std::vector<std::unique_ptr<VendorLane>> vendors_;
  GpuCrew crew_;
  std::vector<std::unique_ptr<GpuLane>> gpus_;
  std::shared_ptr<Arrivals> arrivals_ = std::make_shared<Arrivals>();
  ProcessTable processes_;
  IdleTimes idle_times_;
  std::vector<Listener> listeners_;
  Tick last_{};
  std::atomic<SnapshotPtr> latest_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace mimon
