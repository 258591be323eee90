#include "collectors/nvidia/nvml_library.h"

#include <dlfcn.h>

#include <array>

#include "base/text.h"
#include "collectors/nvidia/nvml_return.h"

namespace mimon::nvidia {
namespace {

/// Where drivers put it: on the loader's path, WSL's own folder, NixOS, Debian, Fedora.
constexpr std::array kPlaces = {"libnvidia-ml.so.1",
                                "/usr/lib/wsl/lib/libnvidia-ml.so.1",
                                "/run/opengl-driver/lib/libnvidia-ml.so.1",
                                "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1",
                                "/usr/lib/aarch64-linux-gnu/libnvidia-ml.so.1",
                                "/usr/lib64/libnvidia-ml.so.1"};

void* load(const std::string& file) {
  if (!file.empty()) return dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  for (const char* place : kPlaces) {
    if (void* handle = dlopen(place, RTLD_NOW | RTLD_LOCAL)) return handle;
  }
  return nullptr;
}

NvmlOpened not_loaded(const std::string& file) {
  if (file.empty()) {
    return {nullptr, VendorStatus::State::absent,
            "No NVIDIA driver is installed (libnvidia-ml.so.1 was not found)."};
  }
  const char* why = dlerror();
  return {nullptr, VendorStatus::State::failed,
          "The NVIDIA library cannot be loaded: " + to_utf8(why ? why : file.c_str()) + "."};
}

}  // namespace

NvmlOpened NvmlLibrary::open(const std::string& file) {
  void* handle = load(file);
  if (!handle) return not_loaded(file);
  const std::shared_ptr<NvmlLibrary> library(new NvmlLibrary(handle));
  const abi::Return code = library->start();
  if (code != abi::Return::success) {
    return {nullptr, VendorStatus::State::failed, describe_driver(code, library->functions())};
  }
  return {library, VendorStatus::State::ok, {}};
}

NvmlLibrary::NvmlLibrary(void* handle)
    : handle_(handle),
      functions_(look_up_functions(handle)),
      simulated_(dlsym(handle, "mimon_fake_nvml_is_simulated") != nullptr) {}

NvmlLibrary::~NvmlLibrary() {
  if (started_ && functions_.shutdown) functions_.shutdown();
  dlclose(handle_);
}

abi::Return NvmlLibrary::start() {
  if (!functions_.init || !functions_.count || !functions_.handle_by_index || !functions_.uuid) {
    return abi::Return::function_not_found;
  }
  const abi::Return code = functions_.init();
  started_ = code == abi::Return::success;
  if (!started_) return code;
  std::array<char, abi::kSystemVersionBufferSize> text{};
  if (functions_.driver_version &&
      functions_.driver_version(text.data(), text.size()) == abi::Return::success) {
    text.back() = 0;
    driver_version_ = to_utf8(text.data());
  }
  int version = 0;
  if (functions_.cuda_version && functions_.cuda_version(&version) == abi::Return::success) {
    // cuda.h, CUDA_VERSION: 1000 × major + 10 × minor.
    cuda_version_ = std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
  }
  return code;
}

}  // namespace mimon::nvidia
