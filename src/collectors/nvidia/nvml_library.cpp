#include "collectors/nvidia/nvml_library.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

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

NvmlOpened not_found() {
  return {nullptr, VendorStatus::State::absent,
          "No NVIDIA driver is installed (libnvidia-ml.so.1 was not found)."};
}

NvmlOpened not_loaded(const std::string& file) {
  const char* why = dlerror();
  return {nullptr, VendorStatus::State::failed,
          "The NVIDIA library cannot be loaded: " + to_utf8(why ? why : file.c_str()) + "."};
}

}  // namespace

NvmlOpened NvmlLibrary::open(const std::string& file) {
  if (file.empty()) return open_first(kPlaces);
  const auto library = load(file.c_str());
  return library ? start(library) : not_loaded(file);
}

NvmlOpened NvmlLibrary::open_first(std::span<const char* const> places) {
  // Kept until the end: while a file is loaded, each of its names gives the same handle.
  std::vector<std::shared_ptr<NvmlLibrary>> tried;
  std::optional<NvmlOpened> first;
  for (const char* place : places) {
    auto library = load(place);
    const auto same = [&](const auto& other) { return other->handle_ == library->handle_; };
    if (!library || std::ranges::any_of(tried, same)) continue;
    NvmlOpened opened = start(library);
    if (opened.library) return opened;
    if (!first) first = std::move(opened);
    tried.push_back(std::move(library));
  }
  return first ? *first : not_found();
}

std::shared_ptr<NvmlLibrary> NvmlLibrary::load(const char* file) {
  void* handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  return handle ? std::shared_ptr<NvmlLibrary>(new NvmlLibrary(handle)) : nullptr;
}

NvmlOpened NvmlLibrary::start(const std::shared_ptr<NvmlLibrary>& library) {
  const abi::Return code = library->start();
  if (code == abi::Return::success) return {library, VendorStatus::State::ok, {}};
  return {nullptr, VendorStatus::State::failed, describe_driver(code, library->functions())};
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
