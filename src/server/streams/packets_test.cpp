#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "server/streams/engine_packet.h"
#include "server/streams/socket_packet.h"

namespace mimon::server {
namespace {

TEST(EnginePacket, ReadsTypeAndData) {
  const auto packet = parse_engine_packet("4hello");
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->type, EnginePacket::Type::message);
  EXPECT_EQ(packet->data, "hello");
  EXPECT_EQ(parse_engine_packet("6")->type, EnginePacket::Type::noop);
  for (const auto* broken : {"", "7", "b", "x4", "/"}) EXPECT_FALSE(parse_engine_packet(broken));
}

TEST(EnginePacket, SplitsAPayload) {
  const auto packets = parse_engine_payload(
      "4a\x1e"
      "bAQID\x1e"
      "3");
  ASSERT_TRUE(packets);
  ASSERT_EQ(packets->size(), 3u);
  EXPECT_EQ(packets->at(0).data, "a");
  EXPECT_EQ(packets->at(1).type, EnginePacket::Type::binary);
  EXPECT_EQ(packets->at(2).type, EnginePacket::Type::pong);
  for (const auto* broken : {"", "\x1e", "4a\x1e",
                             "\x1e"
                             "4a",
                             "4a\x1e"
                             "x"})
    EXPECT_FALSE(parse_engine_payload(broken));
}

TEST(SocketPacket, ReadsEveryPart) {
  const auto packet = parse_socket_packet(R"(51-/admin?x=1,12["a",{"_placeholder":true}])");
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->type, SocketPacket::Type::binary_event);
  EXPECT_EQ(packet->attachments, 1u);
  EXPECT_EQ(packet->nsp, "/admin");
  EXPECT_EQ(packet->id, 12u);
  EXPECT_EQ(packet->payload, R"(["a",{"_placeholder":true}])");
}

TEST(SocketPacket, KnowsWhatMayBeLeftOut) {
  const auto connect = parse_socket_packet("0");
  ASSERT_TRUE(connect);
  EXPECT_EQ(connect->nsp, "/");
  EXPECT_FALSE(connect->id);
  EXPECT_EQ(connect->payload, "");
  EXPECT_EQ(parse_socket_packet("0/random")->nsp, "/random");
  EXPECT_EQ(parse_socket_packet(R"(0{"token":1})")->payload, R"({"token":1})");
  EXPECT_EQ(parse_socket_packet(R"(2["a/b,c"])")->payload, R"(["a/b,c"])");
}

// Whatever the bytes are: no crash, and what is read is a part of them.
TEST(SocketPacket, SurvivesAnyBytes) {
  const std::string_view seed =
      "451-/admin?x=1,12[\"subscribe\",{\"_placeholder\":true}]\x1e"
      "42[\"a\"]\x1e"
      "bAQID";
  std::mt19937 random(7);  // NOLINT: the same bytes each time
  std::size_t read = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(seed.substr(0, 1 + random() % seed.size()));
    for (int i = 0; i < 3; ++i) bytes.at(random() % bytes.size()) = static_cast<char>(random());
    const auto packets = parse_engine_payload(bytes);
    for (const auto& packet : packets ? *packets : std::vector<EnginePacket>()) {
      const auto inner = parse_socket_packet(packet.data);
      if (!inner) continue;
      ++read;
      EXPECT_LE(inner->payload.size() + inner->nsp.size(), bytes.size() + 1);
    }
  }
  EXPECT_GT(read, 100u);
}

TEST(SocketPacket, RefusesWhatIsNone) {
  for (const auto* broken :
       {"", "7", "abc", "5[]", "5-[]", "5x-[]", "599-[]", "6", "2999999999999999999999[]"})
    EXPECT_FALSE(parse_socket_packet(broken)) << broken;
}

}  // namespace
}  // namespace mimon::server
