#pragma once

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "collectors/nvidia/nvml_abi.h"

namespace mimon::fake_nvml_test {

using nvml_abi::Device;
using nvml_abi::Return;

/// Plays a scenario through the built library, as the daemon would: dlopen, dlsym, nvmlInit_v2.
class NvmlFixture : public testing::Test {
 protected:
  ~NvmlFixture() override {
    if (library_ == nullptr) return;
    while (call<nvml_abi::ShutdownFn>("nvmlShutdown") == Return::success) {
    }
    dlclose(library_);
    std::filesystem::remove(time_file_);
  }

  /// `variant`: folder of the library under tests/fakes/nvml, with a slash ("old/") or empty.
  Return start(const std::string& scenario, const std::string& variant = "") {
    time_file_ =
        std::filesystem::temp_directory_path() / ("mimon_fake_nvml_" + std::to_string(::getpid()));
    at(0);
    setenv("MIMON_FAKE_NVML_TIME", time_file_.c_str(), 1);
    setenv("MIMON_FAKE_NVML_SCENARIO", scenario.c_str(), 1);
    const std::string file =
        std::string(MIMON_BINARY_DIR) + "/tests/fakes/nvml/" + variant + "libnvidia-ml.so.1";
    if (library_ == nullptr) library_ = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library_ == nullptr) throw std::runtime_error(dlerror());
    return init();
  }

  Return init() { return call<nvml_abi::InitFn>("nvmlInit_v2"); }

  /// The scenario's second from now on. Renamed into place: a reader sees the old or the new.
  void at(double seconds) {
    const std::filesystem::path next = time_file_.string() + ".next";
    std::ofstream(next) << seconds;
    std::filesystem::rename(next, time_file_);
  }

  [[nodiscard]] void* symbol(const char* name) const { return dlsym(library_, name); }

  /// Fails the test if the library has no such symbol.
  template <typename Fn, typename... Args>
  std::invoke_result_t<Fn, Args...> call(const char* name, Args... args) const {
    const auto function = reinterpret_cast<Fn>(symbol(name));
    if (function == nullptr) throw std::runtime_error(std::string("no symbol ") + name);
    return function(args...);
  }

  [[nodiscard]] unsigned count() const {
    unsigned result = 999;
    EXPECT_EQ(call<nvml_abi::DeviceGetCountFn>("nvmlDeviceGetCount_v2", &result), Return::success);
    return result;
  }

  [[nodiscard]] Device gpu(unsigned index) const {
    Device device = nullptr;
    EXPECT_EQ(
        call<nvml_abi::DeviceGetHandleByIndexFn>("nvmlDeviceGetHandleByIndex_v2", index, &device),
        Return::success);
    return device;
  }

  [[nodiscard]] std::string text(const char* name, Device device) const {
    std::array<char, 96> buffer{};
    EXPECT_EQ(call<nvml_abi::DeviceTextFn>(name, device, buffer.data(), 96u), Return::success);
    return buffer.data();
  }

  /// What a call with one number answers; the number in `value`.
  template <typename T>
  Return get(const char* name, Device device, T& value) const {
    return call<Return (*)(Device, T*)>(name, device, &value);
  }

  /// The number of a call that must succeed.
  template <typename T = unsigned>
  [[nodiscard]] T value(const char* name, Device device) const {
    T result{};
    EXPECT_EQ(get(name, device, result), Return::success) << name;
    return result;
  }

 private:
  void* library_ = nullptr;
  std::filesystem::path time_file_;
};

}  // namespace mimon::fake_nvml_test
