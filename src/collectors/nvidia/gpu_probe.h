#pragma once

#include <chrono>
#include <future>
#include <map>
#include <string>
#include <vector>

#include "collectors/nvidia/nvml_info.h"
#include "collectors/nvidia/nvml_library.h"

namespace mimon::nvidia {

/// What opening a GPU gave; `handle` and `identity` count where `code` is `success`.
struct ProbedGpu {
  abi::Return code = abi::Return::timeout;  ///< `timeout` while it has not answered
  abi::Device handle = nullptr;
  GpuIdentity identity;
};

/// Opens GPUs side by side, each on a thread of its own: opening takes the driver from milliseconds
/// to seconds, and one that hangs must not keep the others away. A thread that hangs holds the
/// library and is left behind. For one thread.
class GpuProbes {
 public:
  explicit GpuProbes(NvmlLibraryPtr library) : library_(std::move(library)) {}

  /// Opens the GPUs with these NVML indexes and waits for them, `patience` at most. One that has
  /// not answered by then is not asked again: its answer is taken at a later call, which does not
  /// wait for it.
  [[nodiscard]] std::vector<ProbedGpu> open(const std::vector<unsigned>& indexes,
                                            std::chrono::milliseconds patience);

 private:
  [[nodiscard]] std::future<ProbedGpu> start(unsigned index) const;

  NvmlLibraryPtr library_;
  std::map<unsigned, std::future<ProbedGpu>> pending_;
};

}  // namespace mimon::nvidia
