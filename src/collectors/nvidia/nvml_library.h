#pragma once

#include <memory>
#include <span>
#include <string>

#include "collectors/nvidia/nvml_functions.h"
#include "metrics/snapshot.h"

namespace mimon::nvidia {

class NvmlLibrary;

/// What became of loading the library: `library` is null unless the state is `ok`.
struct NvmlOpened {
  std::shared_ptr<const NvmlLibrary> library;
  VendorStatus::State state = VendorStatus::State::failed;
  std::string detail;
};

/// libnvidia-ml, loaded and initialised. Shared by all who call it: whoever may be inside a call
/// holds a pointer, and the last one to let go shuts it down and unloads it, so that opening it
/// again takes up an upgraded driver. Safe to use from any thread.
class NvmlLibrary {
 public:
  /// Loads `file`, or where that is empty the library where drivers put it, and initialises it;
  /// may hang in the driver.
  [[nodiscard]] static NvmlOpened open(const std::string& file);
  /// The first of `places` that loads and initialises: a package's library may stand before the one
  /// that fits the driver, as beside WSL's. Where none does, what the first that loads says.
  [[nodiscard]] static NvmlOpened open_first(std::span<const char* const> places);

  NvmlLibrary(const NvmlLibrary&) = delete;
  NvmlLibrary& operator=(const NvmlLibrary&) = delete;
  ~NvmlLibrary();

  [[nodiscard]] const NvmlFunctions& functions() const { return functions_; }
  /// True for the stand-in of tests and demonstrations, which exports
  /// `mimon_fake_nvml_is_simulated`.
  [[nodiscard]] bool simulated() const { return simulated_; }
  /// The driver's version, such as `550.54.15`; empty where unknown.
  [[nodiscard]] const std::string& driver_version() const { return driver_version_; }
  /// The highest CUDA version that it runs, such as `12.4`; empty where unknown.
  [[nodiscard]] const std::string& cuda_version() const { return cuda_version_; }

 private:
  explicit NvmlLibrary(void* handle);
  [[nodiscard]] static std::shared_ptr<NvmlLibrary> load(const char* file);
  [[nodiscard]] static NvmlOpened start(const std::shared_ptr<NvmlLibrary>& library);
  [[nodiscard]] abi::Return start();

  void* handle_;
  NvmlFunctions functions_;
  bool simulated_ = false;
  bool started_ = false;
  std::string driver_version_;
  std::string cuda_version_;
};

using NvmlLibraryPtr = std::shared_ptr<const NvmlLibrary>;

}  // namespace mimon::nvidia
