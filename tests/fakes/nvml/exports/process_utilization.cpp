#include <algorithm>
#include <cmath>
#include <vector>

#include "calls.h"

using namespace mimon::fake_nvml;  // NOLINT
using mimon::nvml_abi::ProcessUtilizationSample;

namespace {

// The driver takes a sample a second; an idle process has none.
std::vector<ProcessUtilizationSample> newest(const Target& target) {
  const double second = std::floor(target.now);
  const Reading reading = target.machine.reading(target.index, second);
  const auto stamp = static_cast<unsigned long long>(target.machine.clock().unix_usec(second));
  std::vector<ProcessUtilizationSample> samples;
  for (const Process& process : target.gpu.processes) {
    ProcessUtilizationSample sample{process.pid, stamp, 0, 0, 0, 0};
    sample.sm = process.sm.value_or(rounded(reading.utilization * process.share));
    sample.memory = rounded(reading.memory_utilization * process.share);
    sample.encoder = rounded(reading.encoder * process.share);
    sample.decoder = rounded(reading.decoder * process.share);
    if (sample.sm + sample.memory + sample.encoder + sample.decoder > 0) samples.push_back(sample);
  }
  return samples;
}

}  // namespace

FAKE_NVML_EXPORT(nvmlDeviceGetProcessUtilization, DeviceGetProcessUtilizationFn);

extern "C" {

Return nvmlDeviceGetProcessUtilization(Device device, ProcessUtilizationSample* out,
                                       unsigned* count, unsigned long long last_seen) {
  return on_gpu(device, Group::process_utilization, [&](const Target& target) {
    if (count == nullptr) return Return::invalid_argument;
    if (target.gpu.mig_enabled) return Return::not_supported;
    const std::vector<ProcessUtilizationSample> samples = newest(target);
    const unsigned room = out == nullptr ? 0 : *count;
    if (samples.empty() || samples.front().timestamp <= last_seen) {
      *count = 0;
      return Return::not_found;
    }
    *count = static_cast<unsigned>(samples.size());
    if (room < samples.size()) return Return::insufficient_size;
    std::ranges::copy(samples, out);
    return Return::success;
  });
}

}  // extern "C"
