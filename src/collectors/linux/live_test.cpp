#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "collectors/linux/collectors.h"
#include "collectors/linux/testing.h"

/// The machine that the tests run on: the collectors' figures against the same figures from other
/// files of the kernel.
namespace mimon::host {
namespace {

class ThisMachine : public testing::Test {
 protected:
  ThisMachine() {
    auto all = make_host_collectors(files, null_logger());
    for (auto& slow : make_slow_host_collectors(files, null_logger())) {
      all.push_back(std::move(slow));
    }
    ticker.emplace(std::move(all));
    ticker->tick();
  }

  std::vector<std::uint64_t> numbers(const std::string& path) const {
    std::istringstream text(files.read(path).value());
    std::vector<std::uint64_t> all;
    for (std::uint64_t number = 0; text >> number;) all.push_back(number);
    return all;
  }

  /// Within 2 %, or `slack`: the machine goes on working between two readings.
  static void expect_near(std::optional<double> value, double expected, double slack) {
    ASSERT_TRUE(value);
    EXPECT_NEAR(*value, expected, std::max(0.02 * expected, slack));
  }

  FileTree files{"/"};
  std::optional<Ticker> ticker;
};

constexpr double kMiB = 1024 * 1024;

TEST_F(ThisMachine, TellsTheBasics) {
  for (const CollectorStatus& status : ticker->status()) {
    EXPECT_TRUE(status.ok) << status.name << ": " << status.detail;
  }
  EXPECT_GE(ticker->value("host", "cpu.count").value_or(0), 1);
  EXPECT_GE(ticker->value("host", "cpu.load_average.1m").value_or(-1), 0);
  EXPECT_GT(ticker->value("host", "uptime").value_or(0), 0);
}

TEST_F(ThisMachine, DisksAgreeWithSysfs) {
  for (const std::string& id : ticker->ids(DeviceKind::disk)) {
    // Documentation/block/stat.rst
    const auto stat = numbers("/sys/block/" + ticker->device(id)->name + "/stat");
    ASSERT_GT(stat.size(), 6U);
    expect_near(ticker->value(id, "read_bytes"), static_cast<double>(stat[2]) * 512, 64 * kMiB);
    expect_near(ticker->value(id, "write_bytes"), static_cast<double>(stat[6]) * 512, 64 * kMiB);
  }
}

TEST_F(ThisMachine, NetworkAgreesWithSysfs) {
  double received = 0;
  for (const std::string& id : ticker->ids(DeviceKind::network)) {
    const std::string folder = "/sys/class/net/" + ticker->device(id)->name + "/statistics";
    if (!files.exists(folder)) GTEST_SKIP() << "sysfs shows another network namespace";
    const auto bytes = static_cast<double>(numbers(folder + "/rx_bytes").at(0));
    expect_near(ticker->value(id, "recv_bytes"), bytes, 64 * kMiB);
    if (files.exists("/sys/class/net/" + ticker->device(id)->name + "/device")) received += bytes;
  }
  if (received > 0) {
    expect_near(ticker->value("host", "network_io.recv_bytes"), received, 64 * kMiB);
  }
}

TEST_F(ThisMachine, EveryCoreHasItsShare) {
  while (!ticker->value("host", "cpu.percent")) ticker->tick();
  EXPECT_LE(*ticker->value("host", "cpu.percent"), 100);
  const auto cores = ticker->ids(DeviceKind::core);
  EXPECT_EQ(static_cast<double>(cores.size()), ticker->value("host", "cpu.count"));
  double sum = 0;
  for (const std::string& core : cores) sum += ticker->value(core, "percent").value_or(0);
  // A core that the clock did not tick on has no share yet.
  EXPECT_LE(sum, 100.0 * static_cast<double>(cores.size()));
}

}  // namespace
}  // namespace mimon::host
