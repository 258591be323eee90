#include "server/streams/socket_session.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace mimon::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// Keeps what it is given.
class Recorder final : public Outlet {
 public:
  void send(Message message) override { sent.emplace_back(message->text()); }
  void offer(Outbox::Topic /*topic*/, const Batch& batch) override { send(batch->front()); }
  void forget(Outbox::Topic /*topic*/) override {}
  void close(std::uint16_t /*code*/, std::string_view reason) override { closed = reason; }

  std::vector<std::string> sent;
  std::string closed;
};

class SocketSessionTest : public testing::Test {
 protected:
  /// Text messages, but those that begin with `b`.
  void receive(std::initializer_list<std::string_view> messages) {
    for (const auto message : messages) session_.on_message(message, message.starts_with('b'));
  }

  Recorder client_;
  Broadcaster rooms_{encode_room};
  SocketSession session_{rooms_, client_, "id"};
};

TEST_F(SocketSessionTest, DropsTheAttachmentsOfAcknowledgements) {
  receive({"0", R"(61-5["x"])", "b", R"(62-["x"])", "b", "b", R"(60-[])"});
  EXPECT_THAT(client_.sent, ElementsAre(R"(40{"sid":"id"})"));
  EXPECT_EQ(client_.closed, "");
  receive({R"(2["subscribe",{"channel":"system/cpu"}])"});
  EXPECT_THAT(client_.sent.back(), HasSubstr("subscribed"));
}

TEST_F(SocketSessionTest, ActsOnBinaryEventsOnce) {
  receive({"0", R"(52-7["subscribe",{"channel":"system/cpu"}])", "b", "b"});
  EXPECT_THAT(client_.sent,
              ElementsAre(StartsWith("40"), R"(42["subscribed",{"channel":"system/cpu"}])",
                          R"(437[{"channel":"system/cpu"}])"));
  EXPECT_EQ(client_.closed, "");
}

TEST_F(SocketSessionTest, ClosesForAttachmentsThatAreMissingOrTooMany) {
  receive({"0", "61-[]", "61-[]"});
  EXPECT_EQ(client_.closed, "parse error");
  client_.closed.clear();
  receive({"b", "b"});
  EXPECT_EQ(client_.closed, "parse error");
}

TEST_F(SocketSessionTest, ClosesForBinaryPacketsOfOtherNamespaces) {
  for (const auto* packet : {R"(51-/other,["subscribe",{"channel":"system/cpu"}])", "61-/other,[]",
                             R"(50-/other,["subscribe",{"channel":"system/cpu"}])"}) {
    Recorder client;
    SocketSession session(rooms_, client, "id");
    session.on_message("0", false);
    session.on_message(packet, false);
    EXPECT_EQ(client.closed, "not connected") << packet;
    EXPECT_THAT(client.sent, testing::SizeIs(1)) << packet;
  }
}

TEST_F(SocketSessionTest, ClosesForBinaryPacketsBeforeTheConnect) {
  receive({R"(61-["x"])"});
  EXPECT_EQ(client_.closed, "not connected");
  EXPECT_THAT(client_.sent, IsEmpty());
}

}  // namespace
}  // namespace mimon::server
