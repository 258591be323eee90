#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/nvidia/nvidia_vendor.h"

namespace mimon::nvidia {

/// For tests: the stand-in driver playing one scenario at a time that the test sets, and an empty
/// machine beside it. One at a time.
class FakeDriver {
 public:
  /// `variant` is a folder of the stand-in library: empty, `old` or `r470`.
  explicit FakeDriver(const std::string& scenario, const std::string& variant = {})
      : folder_(std::filesystem::temp_directory_path() /
                ("mimon-nvidia-" + std::to_string(getpid()))),
        library_(std::string(MIMON_BINARY_DIR "/tests/fakes/nvml/") + variant +
                 "/libnvidia-ml.so.1") {
    std::filesystem::create_directories(folder_);
    at(0);
    setenv("MIMON_FAKE_NVML_SCENARIO", scenario.c_str(), 1);
    setenv("MIMON_FAKE_NVML_TIME", (folder_ / "time").c_str(), 1);
  }
  ~FakeDriver() { std::filesystem::remove_all(folder_); }
  FakeDriver(const FakeDriver&) = delete;
  FakeDriver& operator=(const FakeDriver&) = delete;

  /// Plays a scenario given as text; the driver takes it up when it is loaded the next time.
  void write_scenario(std::string_view toml) {
    std::ofstream(folder_ / "scenario.toml") << toml;
    setenv("MIMON_FAKE_NVML_SCENARIO", (folder_ / "scenario.toml").c_str(), 1);
  }

  /// Sets the scenario's second, and the tick's.
  void at(double second) {
    std::ofstream(folder_ / "time.new") << second;
    std::filesystem::rename(folder_ / "time.new", folder_ / "time");
    second_ = second;
  }
  [[nodiscard]] Tick tick() const {
    const auto passed = std::chrono::milliseconds(static_cast<std::int64_t>(second_ * 1000));
    return {static_cast<std::uint64_t>(second_) + 1, WallTime(std::chrono::hours(480'000) + passed),
            MonoTime(std::chrono::hours(1) + passed)};
  }

  /// Writes a file of the machine.
  void write_file(std::string_view path, std::string_view content) const {
    const auto file = folder_ / "root" / path.substr(1);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << content;
  }
  [[nodiscard]] FileTree files() const { return FileTree((folder_ / "root").string()); }
  [[nodiscard]] const std::string& library() const { return library_; }
  [[nodiscard]] std::unique_ptr<GpuVendor> vendor() const {
    return make_nvidia_vendor(files(), null_logger(), library_);
  }

  /// One beat of a GPU: its samples, then what it does after the tick.
  [[nodiscard]] std::vector<DeviceSample> beat(GpuCollector& gpu) const {
    auto samples = gpu.collect(tick());
    gpu.collect_slow(tick());
    return samples;
  }
  /// Beats at each second from `from` to `to`; the last samples.
  [[nodiscard]] std::vector<DeviceSample> play(GpuCollector& gpu, int from, int to) {
    std::vector<DeviceSample> samples;
    for (int second = from; second <= to; ++second) {
      at(second);
      samples = beat(gpu);
    }
    return samples;
  }

 private:
  std::filesystem::path folder_;
  std::string library_;
  double second_ = 0;
};

}  // namespace mimon::nvidia
