#include "collectors/linux/testing.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <variant>

namespace mimon::host {

namespace fs = std::filesystem;

namespace {

/// In memory where that can be: a fixture has hundreds of files.
std::string folder_for_trees() {
  return access("/dev/shm", W_OK) == 0 ? "/dev/shm/" : testing::TempDir();
}

}  // namespace

TestTree::TestTree(std::string_view fixture) {
  std::string name = folder_for_trees() + "mimon_tree_XXXXXX";
  root_ = mkdtemp(name.data());
  if (!fixture.empty()) overlay(fixture);
}

TestTree::~TestTree() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void TestTree::overlay(std::string_view fixture) const {
  const fs::path from = fs::path(MIMON_SOURCE_DIR) / "tests/fixtures/linux" / fixture;
  for (const auto& entry : fs::recursive_directory_iterator(from)) {
    const fs::path to = root_ / fs::relative(entry.path(), from);
    if (entry.is_directory()) {
      fs::create_directories(to);
    } else {
      fs::copy_file(entry.path(), to, fs::copy_options::overwrite_existing);
    }
  }
}

void TestTree::write(std::string_view path, std::string_view content) const {
  const fs::path full = root_ + std::string(path);
  fs::create_directories(full.parent_path());
  std::ofstream(full, std::ios::binary) << content;
}

void TestTree::folder(std::string_view path) const {
  fs::create_directories(root_ + std::string(path));
}

void TestTree::remove(std::string_view path) const {
  fs::remove_all(root_ + std::string(path));
}

Ticker::Ticker(std::unique_ptr<HostCollector> collector) {
  collectors_.push_back(std::move(collector));
}

void Ticker::tick(std::chrono::nanoseconds later) {
  ++tick_.number;
  tick_.mono += later;
  tick_.wall += std::chrono::duration_cast<std::chrono::milliseconds>(later);
  Batch batch(tick_);
  status_.clear();
  for (const auto& collector : collectors_) status_.push_back(collector->collect(batch));
  samples_ = batch.take();
}

std::vector<std::string> Ticker::ids(DeviceKind kind) const {
  std::vector<std::string> ids;
  for (const DeviceSample& sample : samples_) {
    if (sample.device->kind == kind) ids.push_back(sample.device->id);
  }
  return ids;
}

const Device* Ticker::device(std::string_view id) const {
  for (const DeviceSample& sample : samples_) {
    if (sample.device->id == id) return sample.device.get();
  }
  return nullptr;
}

const Reading* Ticker::find(std::string_view device, std::string_view metric) const {
  for (const DeviceSample& sample : samples_) {
    if (sample.device->id != device) continue;
    for (const Reading& reading : sample.values.readings()) {
      if (reading.spec().id == metric) return &reading;
    }
  }
  return nullptr;
}

std::optional<double> Ticker::value(std::string_view device, std::string_view metric) const {
  const Reading* reading = find(device, metric);
  return reading != nullptr ? reading->value() : std::nullopt;
}

std::optional<Absence> Ticker::absence(std::string_view device, std::string_view metric) const {
  const Reading* reading = find(device, metric);
  return reading != nullptr ? reading->absence() : std::nullopt;
}

std::string info_text(const Device& device, const InfoSpec& spec) {
  const InfoValue* value = device.find_info(spec);
  const auto* text = value != nullptr ? std::get_if<std::string>(value) : nullptr;
  return text != nullptr ? *text : std::string();
}

}  // namespace mimon::host
