#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "collectors/collector.h"

namespace mimon {

/// What the host knows of the processes on all GPUs: asked once for a process that uses several,
/// and every `kPeriod`, since it reads a file or two for each. For one thread.
class ProcessTable {
 public:
  /// `enricher` may be null: then the host's half stays absent.
  explicit ProcessTable(std::unique_ptr<ProcessEnricher> enricher);

  /// Adds the host's half to every process in `samples`.
  void complete(const Tick& tick, std::vector<DeviceSample>& samples);

  static constexpr std::chrono::milliseconds kPeriod{2000};

 private:
  void refresh(const Tick& tick, const std::vector<DeviceSample>& samples);

  std::unique_ptr<ProcessEnricher> enricher_;
  std::unordered_map<std::int64_t, GpuProcess> known_;
  MonoTime refreshed_{};
};

}  // namespace mimon
