#include "server/streams/streams.h"

#include <gmock/gmock.h>

#include "base/log.h"
#include "server/server.h"
#include "server/streams/testing.h"
#include "server/test_handler.h"

namespace mimon::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr auto kPath = "/ws/system-metrics";

class StreamsTest : public StreamTest {};

TEST_F(StreamsTest, GivesEverythingUntilToldWhat) {
  start();
  WebSocketClient client(port(), kPath);
  publish(1);
  EXPECT_EQ(client.read(),
            R"({"type":"metrics","channel":"system","timestamp":"t1","data":{"system":1}})");
  EXPECT_EQ(client.read(),
            R"({"type":"metrics","channel":"gpu/0","timestamp":"t1","data":{"gpu/0":1}})");
  client.send(R"({"type":"subscribe","channels":["gpu/0"]})");
  EXPECT_THAT(client.read(), HasSubstr(R"("data":{"gpu/0":1})"));
  publish(2);
  EXPECT_THAT(client.read(), HasSubstr(R"("data":{"gpu/0":2})"));
  publish(3);
  EXPECT_THAT(client.read(), HasSubstr(R"("data":{"gpu/0":3})"));
}

TEST_F(StreamsTest, UnsubscribesFromWhatItGets) {
  start();
  WebSocketClient client(port(), kPath);
  publish(1);
  EXPECT_THAT(client.read(), HasSubstr("system"));
  EXPECT_THAT(client.read(), HasSubstr("gpu/0"));
  client.send(R"({"type":"unsubscribe","channels":["system"]})");
  client.send("{}");
  EXPECT_THAT(client.read(), HasSubstr("error"));
  publish(2);
  EXPECT_THAT(client.read(), HasSubstr(R"("data":{"gpu/0":2})"));
  publish(3);
  EXPECT_THAT(client.read(), HasSubstr(R"("data":{"gpu/0":3})"));
}

TEST_F(StreamsTest, AnswersWhatIsWrongAndStays) {
  start();
  WebSocketClient client(port(), kPath);
  for (const auto* wrong :
       {"", "[", "1", "{}", R"({"type":"dance"})", R"({"type":"subscribe"})",
        R"({"type":"subscribe","channels":"gpu/0"})", R"({"type":"subscribe","channels":[1]})",
        R"({"type":"subscribe","channels":["gpu/00"]})"}) {
    client.send(wrong);
    EXPECT_THAT(client.read(), HasSubstr(R"({"type":"error","message":")")) << wrong;
  }
  client.send_binary("\x01\x02");
  EXPECT_THAT(client.read(), HasSubstr("binary"));
  publish(1);
  EXPECT_THAT(client.read(), HasSubstr(R"({"system":1})"));
}

TEST_F(StreamsTest, EndsAFlood) {
  start();
  WebSocketClient client(port(), kPath);
  for (int i = 0; i < 1000 && client.send("{}"); ++i) {
  }
  EXPECT_EQ(client.close_code(), 1008);
}

TEST_F(StreamsTest, EndsAMessageThatIsTooLarge) {
  start();
  WebSocketClient client(port(), kPath);
  client.send(std::string(options_.max_message + 1, ' '));
  EXPECT_EQ(client.close_code(), 1009);
}

TEST_F(StreamsTest, ClosesTheLongestOfTooManyUnfinishedMessages) {
  options_.max_begun = 20'000;
  start();
  WebSocketClient longest(port(), kPath), other(port(), kPath);
  ASSERT_TRUE(longest.begin(std::string(12'000, ' ')));
  ASSERT_TRUE(other.begin("{"));
  // More than a read takes: it has to be kept.
  EXPECT_TRUE(other.send(std::string(9'000, ' ')));
  EXPECT_EQ(longest.close_code(), 1013);
  EXPECT_THAT(other.read(), HasSubstr("error"));
}

TEST_F(StreamsTest, ForgetsMessagesThatWereFinished) {
  options_.max_begun = 20'000;
  start();
  WebSocketClient client(port(), kPath);
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(client.send(std::string(9'000, ' ')));
    EXPECT_THAT(client.read(), HasSubstr("error"));
  }
  for (int i = 0; i < 10; ++i)
    EXPECT_TRUE(WebSocketClient(port(), kPath).begin(std::string(9'000, ' ')));
  wait_until([&] { return streams_->open() == 1; });
  EXPECT_TRUE(client.send(std::string(9'000, ' ')));
  EXPECT_THAT(client.read(), HasSubstr("error"));
}

TEST_F(StreamsTest, EndsOneThatPingsAndNeverReads) {
  start();
  WebSocketClient reader(port(), kPath);
  TestClient silent(port());
  silent.send(handshake(kPath));
  EXPECT_EQ(silent.read().status, 101u);
  const auto ping = "\x89\xFD" + std::string(4 + 125, '\0');
  // Far less than what used to be kept, but more than the system keeps.
  std::size_t sent = 0;
  while (sent < (std::size_t{64} << 20) && silent.send(ping)) sent += ping.size();
  wait_until([&] { return streams_->open() == 1; });
  publish(1);
  EXPECT_THAT(reader.read(), HasSubstr("t1"));
}

TEST_F(StreamsTest, LimitsWhatOneSubscribesTo) {
  start();
  WebSocketClient client(port(), kPath);
  std::string many = R"({"type":"subscribe","channels":["system")";
  for (int i = 0; i < 200; ++i) many += ",\"gpu/" + std::to_string(i) + '"';
  client.send(many + "]}");
  EXPECT_THAT(client.read(), HasSubstr("more than 128 channels"));
}

TEST_F(StreamsTest, AsksSilentClientsAndEndsThem) {
  options_.times.ping = options_.times.pong = std::chrono::milliseconds(40);
  start();
  TestClient raw(port());
  raw.send(handshake(kPath));
  EXPECT_EQ(raw.read().status, 101u);
  EXPECT_EQ(raw.read_bytes(2), std::string_view("\x89\x00", 2));
  EXPECT_TRUE(raw.ended());
}

TEST_F(StreamsTest, GivesASlowReaderTheNewestOnly) {
  start();
  TestClient slow(port());
  slow.send(handshake(kPath));
  EXPECT_EQ(slow.read().status, 101u);
  WebSocketClient other(port(), kPath);
  other.send(R"({"type":"subscribe","channels":["gpu/0"]})");
  other.send("{}");
  EXPECT_THAT(other.read(), HasSubstr("error"));
  sample_padding_ = 100'000;
  constexpr int kSamples = 300;
  for (int i = 1; i <= kSamples; ++i) {
    publish(i);
    EXPECT_THAT(other.read(), HasSubstr("\"t" + std::to_string(i) + '"'));
  }
  std::size_t size = 0;
  std::string tail;
  const auto last = "{\"gpu/0\":" + std::to_string(kSamples);
  while (tail.find(last) == std::string::npos) {
    const auto bytes = slow.read_bytes(1000);
    ASSERT_FALSE(bytes.empty());
    size += bytes.size();
    tail = (tail + bytes).substr(tail.size() > 1000 ? tail.size() - 100 : 0);
  }
  EXPECT_LT(size, std::size_t{kSamples} * 100'000);
}

TEST_F(StreamsTest, KeepsFramesWholeWherePongsComeBetween) {
  start();
  WebSocketClient slow(port(), kPath);
  WebSocketClient other(port(), kPath);
  slow.send(R"({"type":"subscribe","channels":["gpu/0"]})");
  other.send(R"({"type":"subscribe","channels":["gpu/0"]})");
  slow.send("{}");
  other.send("{}");
  EXPECT_THAT(slow.read(), HasSubstr("error"));
  EXPECT_THAT(other.read(), HasSubstr("error"));
  sample_padding_ = 100'000;
  constexpr int kSamples = 200;
  for (int i = 1; i <= kSamples; ++i) {
    publish(i);
    ASSERT_TRUE(slow.ping());
    EXPECT_THAT(other.read(), HasSubstr("\"t" + std::to_string(i) + '"'));
  }
  const auto last = "\"t" + std::to_string(kSamples) + '"';
  std::string message = slow.read();
  while (message.find(last) == std::string::npos) {
    ASSERT_THAT(message, EndsWith("}}"));
    message = slow.read();
  }
}

TEST_F(StreamsTest, EndsOneThatNeverReads) {
  options_.times.write = std::chrono::milliseconds(1000);
  start();
  TestClient silent(port());
  silent.send(handshake(kPath));
  EXPECT_EQ(silent.read().status, 101u);
  WebSocketClient other(port(), kPath);
  other.send(R"({"type":"subscribe","channels":["gpu/0"]})");
  other.send("{}");
  EXPECT_THAT(other.read(), HasSubstr("error"));
  sample_padding_ = 1'000'000;
  for (int i = 1; i <= 40; ++i) {
    publish(i);
    EXPECT_THAT(other.read(), HasSubstr("\"t" + std::to_string(i) + '"'));
  }
  wait_until([&] { return streams_->open() == 1; });
}

TEST_F(StreamsTest, TakesWhatWasSentWithTheHandshake) {
  start();
  TestClient client(port());
  client.send(handshake(kPath) + masked("{}"));
  EXPECT_EQ(client.read().status, 101u);
  EXPECT_THAT(client.read_bytes(40), HasSubstr("error"));
}

TEST_F(StreamsTest, AnswersBrokenFramesWithAClose) {
  start();
  for (const auto* broken : {"\x81\x02{}", "\xF1\x80mask", "\x83\x80mask"}) {
    TestClient client(port());
    client.send(handshake(kPath) + broken);
    EXPECT_EQ(client.read().status, 101u);
    EXPECT_EQ(client.read_bytes(4), std::string_view("\x88\x02\x03\xEA", 4));
    client.finish_sending();
    EXPECT_TRUE(client.ended());
  }
}

TEST_F(StreamsTest, RefusesWhatIsNoHandshake) {
  start();
  EXPECT_EQ(TestClient(port()).get(kPath).status, 426u);
  EXPECT_EQ(TestClient(port()).get(kPath, "Connection: upgrade\r\nUpgrade: other\r\n").status,
            426u);
  EXPECT_EQ(TestClient(port()).get(kPath, "Connection: upgrade\r\nUpgrade: websocket\r\n").status,
            400u);
}

TEST_F(StreamsTest, RefusesMoreThanItHolds) {
  options_.connections = 1;
  start();
  WebSocketClient one(port(), kPath);
  TestClient two(port());
  two.send(handshake(kPath));
  EXPECT_EQ(two.read().status, 503u);
}

TEST_F(StreamsTest, ThePeerThatHoldsMostMakesRoomForOthers) {
  options_.connections = 2;
  start();
  WebSocketClient one(port(), kPath), two(port(), kPath);
  TestClient other(port(), TestClient::kOther);
  other.send(handshake(kPath));
  EXPECT_EQ(other.read().status, 101u);
  TestClient more(port(), TestClient::kOther);
  more.send(handshake(kPath));
  EXPECT_EQ(more.read().status, 503u);
  auto stopped = std::async(std::launch::async, [&] { return server_->stop(); });
  const std::vector codes{one.close_code(), two.close_code()};
  EXPECT_THAT(codes, UnorderedElementsAre(1001, 1013));
  EXPECT_TRUE(stopped.get());
}

TEST_F(StreamsTest, HoldsToTheAccessPolicy) {
  server_options_.access.token = "0123456789abcdef";
  start();
  TestClient client(port());
  client.send(handshake(kPath));
  EXPECT_EQ(client.read().status, 401u);
  client.send(handshake(kPath, "Origin: http://evil.example\r\n"));
  EXPECT_EQ(client.read().status, 403u);
  client.send(handshake(kPath, "Authorization: Bearer 0123456789abcdef\r\n"));
  EXPECT_EQ(client.read().status, 101u);
}

TEST_F(StreamsTest, SaysThatTheServerStops) {
  start();
  WebSocketClient client(port(), kPath);
  publish(1);
  EXPECT_THAT(client.read(), HasSubstr("t1"));
  auto stopped = std::async(std::launch::async, [&] { return server_->stop(); });
  EXPECT_EQ(client.close_code(), 1001);
  EXPECT_TRUE(stopped.get());
}

}  // namespace
}  // namespace mimon::server
