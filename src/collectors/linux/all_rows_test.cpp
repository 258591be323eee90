#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "collectors/linux/collectors.h"
#include "collectors/linux/testing.h"
#include "metrics/catalog.h"

namespace mimon::host {
namespace {

/// Metrics that no recorded tree can give. None so far: all that the kernel tells is in files.
const std::set<std::string_view> kNeedHardware;

std::vector<std::unique_ptr<HostCollector>> every_collector(const FileTree& files) {
  auto all = make_host_collectors(files, null_logger());
  for (auto& slow : make_slow_host_collectors(files, null_logger())) all.push_back(std::move(slow));
  return all;
}

/// What was read as a value at least once, as `kind/id`.
std::set<std::string> values_of(const Ticker& ticker) {
  std::set<std::string> found;
  for (const DeviceSample& sample : ticker.samples()) {
    for (const Reading& reading : sample.values.readings()) {
      if (!reading.value()) continue;
      found.insert(std::string(device_kind_name(sample.device->kind)) + "/" +
                   std::string(reading.spec().id));
    }
  }
  return found;
}

TEST(AllRows, MakeACatalogue) {
  EXPECT_NO_THROW(Catalog{linux_metrics()});
  for (const MetricSpec* spec : linux_metrics()) {
    EXPECT_TRUE(spec->help.ends_with('.')) << spec->id;
  }
}

TEST(AllRows, YieldAValueSomewhere) {
  std::set<std::string> found;
  for (const std::string fixture : {"workstation", "container"}) {
    const TestTree tree(fixture);
    Ticker ticker(every_collector(tree.files()));
    ticker.tick();
    tree.overlay(fixture + "-later");
    ticker.tick();
    found.merge(values_of(ticker));
    // What is read aside comes a little later.
    for (int i = 0; i < 100 && !found.contains("disk/temperature"); ++i) {
      ticker.tick();
      found.merge(values_of(ticker));
    }
  }
  for (const MetricSpec* spec : linux_metrics()) {
    const std::string id =
        std::string(device_kind_name(spec->device)) + "/" + std::string(spec->id);
    EXPECT_NE(found.contains(id), kNeedHardware.contains(spec->id)) << id;
  }
}

/// Whatever the tree, each reading is a value in range or says why it is absent.
class AnyTree : public testing::TestWithParam<const char*> {};

TEST_P(AnyTree, GivesOnlyCatalogedReadings) {
  const TestTree tree(GetParam());
  Ticker ticker(every_collector(tree.files()));
  for (int i = 0; i < 3; ++i) ticker.tick();
  const auto metrics = linux_metrics();
  const std::set<const MetricSpec*> known(metrics.begin(), metrics.end());
  std::set<std::string> ids;
  for (const DeviceSample& sample : ticker.samples()) {
    EXPECT_TRUE(ids.insert(sample.device->id).second) << sample.device->id;
    for (const Reading& reading : sample.values.readings()) {
      EXPECT_TRUE(known.contains(&reading.spec())) << reading.spec().id;
      EXPECT_EQ(reading.spec().device, sample.device->kind) << reading.spec().id;
      const auto value = reading.value();
      if (!value || reading.spec().unit != Unit::percent) continue;
      EXPECT_GE(*value, 0) << reading.spec().id;
      EXPECT_LE(*value, 100) << reading.spec().id;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Fixtures, AnyTree,
                         testing::Values("workstation", "container", "minimal", "broken", ""));

TEST(AnyFile, MayBeAFolderOrForbidden) {
  const TestTree tree("workstation");
  for (const auto* file : {"/proc/stat", "/proc/meminfo", "/proc/diskstats", "/proc/net/dev",
                           "/proc/loadavg", "/proc/vmstat", "/proc/self/mounts"}) {
    tree.remove(file);
    tree.folder(file);
  }
  Ticker ticker(every_collector(tree.files()));
  ticker.tick();
  EXPECT_EQ(ticker.absence("host", "cpu.percent"), Absence::failed);
  EXPECT_EQ(ticker.absence("host", "ram.used"), Absence::failed);
  EXPECT_EQ(ticker.value("host", "pressure.cpu.some"), 1.5) << "the rest goes on";
}

/// Each file of the fixture, cut off at some place, one after the other.
TEST(AnyFile, MayBeCutOff) {
  const TestTree whole("workstation");
  for (const auto* file : {"/proc/stat", "/proc/meminfo", "/proc/diskstats", "/proc/net/dev",
                           "/proc/loadavg", "/proc/vmstat", "/proc/self/mounts"}) {
    const TestTree tree;
    const std::string content = whole.files().read(file).value();
    tree.write(file, content);
    Ticker ticker(every_collector(tree.files()));
    ticker.tick();
    for (std::size_t length = 0; length < content.size(); length += 1 + content.size() / 97) {
      tree.write(file, content.substr(0, length));
      ticker.tick();
      for (const DeviceSample& sample : ticker.samples()) {
        for (const Reading& reading : sample.values.readings()) {
          EXPECT_GE(reading.value().value_or(0), 0) << file << " " << reading.spec().id;
        }
      }
    }
  }
}

}  // namespace
}  // namespace mimon::host
