#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "collectors/collector.h"

/// Help for the tests of this folder.
namespace mimon::host {

/// A machine's files in a temporary folder, which goes when this does. Files are rewritten in
/// place, as the kernel's seem to be.
class TestTree {
 public:
  /// `fixture` is a folder of tests/fixtures/linux to start from; empty for an empty machine.
  explicit TestTree(std::string_view fixture = "");
  TestTree(const TestTree&) = delete;
  TestTree& operator=(const TestTree&) = delete;
  ~TestTree();

  /// Puts the files of another fixture on top.
  void overlay(std::string_view fixture) const;
  /// Makes the folders in between.
  void write(std::string_view path, std::string_view content) const;
  void folder(std::string_view path) const;
  void remove(std::string_view path) const;
  [[nodiscard]] FileTree files() const { return FileTree(root_); }

 private:
  std::string root_;
};

/// Runs collectors over and over, as the sampler does.
class Ticker {
 public:
  explicit Ticker(std::unique_ptr<HostCollector> collector);
  explicit Ticker(std::vector<std::unique_ptr<HostCollector>> collectors)
      : collectors_(std::move(collectors)) {}

  /// One tick, `later` after the last.
  void tick(std::chrono::nanoseconds later = std::chrono::seconds(1));

  [[nodiscard]] const std::vector<DeviceSample>& samples() const { return samples_; }
  [[nodiscard]] const std::vector<CollectorStatus>& status() const { return status_; }
  /// Ids of the devices of a kind, in order.
  [[nodiscard]] std::vector<std::string> ids(DeviceKind kind) const;
  [[nodiscard]] const Device* device(std::string_view id) const;
  /// The value of a device's metric; absent also where device or metric is.
  [[nodiscard]] std::optional<double> value(std::string_view device, std::string_view metric) const;
  [[nodiscard]] std::optional<Absence> absence(std::string_view device,
                                               std::string_view metric) const;

 private:
  [[nodiscard]] const Reading* find(std::string_view device, std::string_view metric) const;

  std::vector<std::unique_ptr<HostCollector>> collectors_;
  Tick tick_{0, WallTime(std::chrono::seconds(1'700'000'000)), MonoTime(std::chrono::hours(1))};
  std::vector<DeviceSample> samples_;
  std::vector<CollectorStatus> status_;
};

/// A descriptive field as text; empty where the device does not tell.
[[nodiscard]] std::string info_text(const Device& device, const InfoSpec& spec);

}  // namespace mimon::host
