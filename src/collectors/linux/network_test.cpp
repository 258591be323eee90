#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectors/linux/collectors.h"
#include "collectors/linux/host_device.h"
#include "collectors/linux/network_identity.h"
#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

using testing::ElementsAre;

constexpr std::string_view kHead = "Inter-|   Receive\n face |bytes\n";

std::string line(std::string_view name, int received, int sent) {
  return std::string(name) + ": " + std::to_string(received) + " 1 0 0 0 0 0 0 " +
         std::to_string(sent) + " 1 0 0 0 0 0 0\n";
}

class NetworkTest : public testing::Test {
 protected:
  void start(std::string_view fixture) {
    if (!fixture.empty()) tree.overlay(fixture);
    const FileTree files = tree.files();
    ticker.emplace(make_network_collector({files, null_logger(), host_device(files)}));
    ticker->tick();
  }
  void write(const std::string& lines) const {
    tree.write("/proc/net/dev", std::string(kHead) + lines);
  }

  TestTree tree;
  std::optional<Ticker> ticker;
};

TEST_F(NetworkTest, TheTotalsAreThoseOfTheCards) {
  start("workstation");
  EXPECT_THAT(ticker->ids(DeviceKind::network),
              ElementsAre("network/enp5s0", "network/wlp4s0", "network/docker0", "network/br0",
                          "network/wg0", "network/enp5s0.20"));
  EXPECT_EQ(ticker->value("host", "network_io.recv_bytes"), 9000001000);
  EXPECT_EQ(ticker->value("host", "network_io.sent_bytes"), 4000002000);
  EXPECT_EQ(ticker->value("host", "network_io.recv_errors"), 3);
  tree.overlay("workstation-later");
  ticker->tick();
  EXPECT_EQ(ticker->value("host", "network_io.recv_rate"), 1250000);
  EXPECT_EQ(ticker->value("host", "network_io.sent_rate"), 500000);
  EXPECT_EQ(ticker->value("network/wg0", "recv_rate"), 300);
  EXPECT_EQ(ticker->value("network/enp5s0", "recv_packet_rate"), 1000);
}

TEST_F(NetworkTest, WhatAnInterfaceIs) {
  start("workstation");
  const Device& card = *ticker->device("network/enp5s0");
  EXPECT_EQ(info_text(card, kNetworkKind), "physical");
  EXPECT_EQ(info_text(card, kNetworkAddress), "d8:bb:c1:00:11:22");
  EXPECT_EQ(*card.find_info(kNetworkMtu), InfoValue(std::int64_t{1500}));
  EXPECT_EQ(*card.find_info(kNetworkCounted), InfoValue(true));
  EXPECT_EQ(info_text(*ticker->device("network/br0"), kNetworkKind), "bridge");
  EXPECT_EQ(info_text(*ticker->device("network/wg0"), kNetworkKind), "tunnel");
  EXPECT_EQ(info_text(*ticker->device("network/enp5s0.20"), kNetworkKind), "vlan");
  EXPECT_EQ(*ticker->device("network/br0")->find_info(kNetworkCounted), InfoValue(false));
  EXPECT_EQ(ticker->value("network/enp5s0", "speed"), 312'500'000);
  EXPECT_EQ(ticker->absence("network/wlp4s0", "speed"), Absence::unsupported);
  EXPECT_EQ(ticker->value("network/enp5s0", "up"), 1);
  EXPECT_EQ(ticker->value("network/wlp4s0", "up"), 0);
}

TEST_F(NetworkTest, AContainerCountsItsWayOut) {
  start("container");
  EXPECT_THAT(ticker->ids(DeviceKind::network), ElementsAre("network/eth0", "network/tun0"));
  EXPECT_EQ(ticker->value("host", "network_io.recv_bytes"), 100000);
}

TEST_F(NetworkTest, ALinkThatGoesDownShowsAtOnce) {
  start("workstation");
  tree.write("/sys/class/net/enp5s0/operstate", "down\n");
  ticker->tick();
  EXPECT_EQ(ticker->value("network/enp5s0", "up"), 0);
  EXPECT_EQ(info_text(*ticker->device("network/enp5s0"), kNetworkState), "down");
}

TEST_F(NetworkTest, AnInterfaceThatComesBackStartsAnew) {
  write(line("eth0", 100, 200) + line("eth1", 1000, 2000));
  start("");
  write(line("eth0", 150, 260));
  ticker->tick();
  EXPECT_EQ(ticker->value("host", "network_io.recv_rate"), 50);
  write(line("eth0", 150, 260) + line("eth1", 9000, 9000));
  ticker->tick();
  EXPECT_EQ(ticker->absence("network/eth1", "recv_rate"), Absence::not_ready);
  EXPECT_EQ(ticker->value("host", "network_io.recv_rate"), 0);
  EXPECT_EQ(ticker->value("host", "network_io.recv_bytes"), 9150);
}

TEST_F(NetworkTest, CountersThatFallGiveNoRate) {
  write(line("eth0", 1000, 1000));
  start("");
  write(line("eth0", 10, 1100));
  ticker->tick();
  EXPECT_EQ(ticker->absence("network/eth0", "recv_rate"), Absence::not_ready);
  EXPECT_EQ(ticker->value("network/eth0", "sent_rate"), 100);
}

TEST_F(NetworkTest, NonsenseIsAbsent) {
  start("broken");
  EXPECT_THAT(ticker->ids(DeviceKind::network), ElementsAre("network/eth0", "network/eth1"));
  EXPECT_EQ(ticker->absence("network/eth0", "recv_bytes"), Absence::invalid);
  EXPECT_EQ(ticker->value("network/eth0", "sent_bytes"), 500);
  EXPECT_EQ(ticker->absence("network/eth1", "sent_rate"), Absence::invalid);
}

TEST_F(NetworkTest, SaysWhatIsMissing) {
  start("");
  EXPECT_FALSE(ticker->status().front().ok);
  EXPECT_EQ(ticker->absence("host", "network_io.sent_bytes"), Absence::unsupported);
}

TEST(NetworkIdentity, ASyntheticCardHidesItsOtherHalf) {
  const TestTree tree;
  tree.folder("/sys/class/net/eth0/device");
  tree.folder("/sys/class/net/eth1/device");
  tree.folder("/sys/class/net/eth1/master/device");
  tree.folder("/sys/class/net/vf0/device/physfn/net/eth0");
  EXPECT_FALSE(identify_network(tree.files(), "eth0").shadowed);
  EXPECT_TRUE(identify_network(tree.files(), "eth1").shadowed);
  EXPECT_TRUE(identify_network(tree.files(), "vf0").shadowed);
}

}  // namespace
}  // namespace mimon::host
