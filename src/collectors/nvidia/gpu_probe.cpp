#include "collectors/nvidia/gpu_probe.h"

#include <thread>
#include <utility>

namespace mimon::nvidia {
namespace {

ProbedGpu probe(const NvmlFunctions& nvml, unsigned index) {
  ProbedGpu probed;
  probed.identity.index = index;
  probed.code = nvml.handle_by_index(index, &probed.handle);
  if (probed.code == abi::Return::success) {
    probed.code = read_identity(nvml, probed.handle, index, probed.identity);
  }
  return probed;
}

}  // namespace

std::vector<ProbedGpu> GpuProbes::open(const std::vector<unsigned>& indexes,
                                       std::chrono::milliseconds patience) {
  const auto now = std::chrono::steady_clock::now();
  auto deadline = now;
  for (const unsigned index : indexes) {
    if (pending_.contains(index)) continue;
    pending_.emplace(index, start(index));
    deadline = now + patience;
  }
  std::vector<ProbedGpu> all;
  for (const unsigned index : indexes) {
    const auto waiting = pending_.find(index);
    if (waiting->second.wait_until(deadline) == std::future_status::ready) {
      all.push_back(waiting->second.get());
      pending_.erase(waiting);
    } else {
      all.emplace_back().identity.index = index;
    }
  }
  return all;
}

std::future<ProbedGpu> GpuProbes::start(unsigned index) const {
  std::promise<ProbedGpu> promise;
  std::future<ProbedGpu> future = promise.get_future();
  std::thread([library = library_, index, promise = std::move(promise)]() mutable {
    ProbedGpu probed = probe(library->functions(), index);
    // First the library, so that who got the answer may unload it.
    library.reset();
    promise.set_value(std::move(probed));
  }).detach();
  return future;
}

}  // namespace mimon::nvidia
