#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/sysinfo.h>

#include "collectors/linux/collectors.h"
#include "collectors/linux/host_device.h"
#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

using testing::DoubleNear;
using testing::Optional;

Ticker ticked(const FileTree& files) {
  Ticker ticker(make_memory_collector({files, null_logger(), host_device(files)}));
  ticker.tick();
  return ticker;
}

TEST(Memory, UsedIsTotalLessAvailable) {
  const TestTree tree("workstation");
  const Ticker ticker = ticked(tree.files());
  EXPECT_EQ(ticker.value("host", "ram.total"), 65758428.0 * 1024);
  EXPECT_EQ(ticker.value("host", "ram.used"), (65758428.0 - 40123456) * 1024);
  EXPECT_THAT(ticker.value("host", "ram.used_percent"), Optional(DoubleNear(38.98, 0.01)));
  EXPECT_EQ(ticker.value("host", "ram.dirty"), 2340.0 * 1024);
  EXPECT_EQ(ticker.value("host", "ram.active"), 20123400.0 * 1024);
  EXPECT_EQ(ticker.value("host", "swap.used"), 1048576.0 * 1024);
  EXPECT_THAT(ticker.value("host", "swap.used_percent"), Optional(DoubleNear(12.5, 0.01)));
}

TEST(Memory, WithoutSwapThereIsNoShareOfIt) {
  const TestTree tree("container");
  const Ticker ticker = ticked(tree.files());
  EXPECT_EQ(ticker.value("host", "swap.total"), 0);
  EXPECT_EQ(ticker.value("host", "swap.used"), 0);
  EXPECT_EQ(ticker.absence("host", "swap.used_percent"), Absence::unsupported);
  EXPECT_EQ(ticker.absence("host", "ram.slab_reclaimable"), Absence::unsupported);
}

TEST(Memory, NonsenseIsAbsent) {
  const TestTree tree("broken");
  const Ticker ticker = ticked(tree.files());
  EXPECT_EQ(ticker.absence("host", "ram.total"), Absence::invalid);
  EXPECT_EQ(ticker.absence("host", "ram.used"), Absence::invalid);
  EXPECT_EQ(ticker.absence("host", "ram.buffers"), Absence::unsupported);
  EXPECT_EQ(ticker.value("host", "ram.dirty"), 40960);
  EXPECT_EQ(ticker.absence("host", "swap.used"), Absence::invalid);
  EXPECT_EQ(ticker.absence("host", "swap.used_percent"), Absence::invalid);
  EXPECT_FALSE(ticker.value("host", "ram.shared")) << "its line is cut off";
}

TEST(Memory, SaysWhatIsMissing) {
  const TestTree tree;
  const Ticker ticker = ticked(tree.files());
  EXPECT_FALSE(ticker.status().front().ok);
  EXPECT_EQ(ticker.absence("host", "ram.used"), Absence::unsupported);
}

TEST(Memory, AgreesWithTheSystem) {
  struct sysinfo info{};
  ASSERT_EQ(sysinfo(&info), 0);
  const Ticker ticker = ticked(FileTree("/"));
  const double unit = info.mem_unit;
  EXPECT_THAT(ticker.value("host", "ram.total"),
              Optional(DoubleNear(static_cast<double>(info.totalram) * unit, 4096)));
  EXPECT_THAT(ticker.value("host", "ram.free"),
              Optional(DoubleNear(static_cast<double>(info.freeram) * unit,
                                  0.02 * static_cast<double>(info.totalram) * unit)));
}

}  // namespace
}  // namespace mimon::host
