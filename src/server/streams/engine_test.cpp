#include <gmock/gmock.h>

#include <memory>
#include <vector>

#include "server/streams/testing.h"

namespace mimon::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr auto kSocket = "/socket.io/?EIO=4&transport=websocket";
constexpr auto kPolling = "/socket.io/?EIO=4&transport=polling";

class EngineTest : public StreamTest {
 protected:
  void connect(WebSocketClient& client) {
    EXPECT_THAT(client.read(), StartsWith("0{\"sid\":\""));
    client.send("40");
    EXPECT_THAT(client.read(), StartsWith("40{\"sid\":\""));
  }

  static void join(WebSocketClient& client, const std::string& room) {
    client.send(R"(42["subscribe",{"channel":")" + room + R"("}])");
    EXPECT_EQ(client.read(), R"(42["subscribed",{"channel":")" + room + R"("}])");
  }

  std::string open_polling() {
    const auto opening = TestClient(port()).get(kPolling).body;
    return std::string(kPolling) + "&sid=" + opening.substr(9, opening.find('"', 9) - 9);
  }

  unsigned post(const std::string& path, const std::string& body) {
    TestClient client(port());
    client.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.read().status;
  }
};

TEST_F(EngineTest, GivesARoomToThoseInIt) {
  start();
  WebSocketClient in(port(), kSocket), out(port(), "/ws/socket.io/?EIO=4&transport=websocket");
  connect(in);
  connect(out);
  join(in, "system/cpu");
  join(out, "system/gpu/0");
  publish(1);
  EXPECT_EQ(in.read(), R"(42["system:metrics",{"channel":"system/cpu","timestamp":"t1",)"
                       R"("data":{"system/cpu":1}}])");
  EXPECT_THAT(out.read(), HasSubstr(R"("data":{"system/gpu/0":1})"));
}

TEST_F(EngineTest, GivesTheNewestSampleAtOnce) {
  start();
  WebSocketClient first(port(), kSocket);
  connect(first);
  join(first, "system/cpu");
  publish(1);
  EXPECT_THAT(first.read(), HasSubstr("t1"));
  WebSocketClient second(port(), kSocket);
  connect(second);
  join(second, "system/cpu");
  EXPECT_THAT(second.read(), HasSubstr("t1"));
}

TEST_F(EngineTest, AnswersClientsThatOfferHttp2) {
  start();
  EXPECT_EQ(TestClient(port())
                .get(kPolling,
                     "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                     "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n")
                .status,
            200u);
}

TEST_F(EngineTest, PollsWaitForASample) {
  start();
  const auto path = open_polling();
  EXPECT_EQ(post(path,
                 "40\x1e"
                 R"(42["subscribe",{"channel":"system/cpu"}])"),
            200u);
  const auto answers = TestClient(port()).get(path).body;
  EXPECT_THAT(answers, StartsWith("40{"));
  EXPECT_THAT(answers, HasSubstr("\x1e"
                                 R"(42["subscribed",{"channel":"system/cpu"}])"));
  TestClient poll(port());
  poll.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  publish(1);
  EXPECT_THAT(poll.read().body, HasSubstr("t1"));
}

TEST_F(EngineTest, KeepsTheNewestForAPollThatComesLate) {
  start();
  WebSocketClient other(port(), kSocket);
  connect(other);
  join(other, "system/cpu");
  const auto path = open_polling();
  EXPECT_EQ(post(path,
                 "40\x1e"
                 R"(42["subscribe",{"channel":"system/cpu"}])"),
            200u);
  EXPECT_EQ(TestClient(port()).get(path).status, 200u);
  for (int i = 1; i <= 3; ++i) {
    publish(i);
    EXPECT_THAT(other.read(), HasSubstr("t" + std::to_string(i)));
  }
  const auto late = TestClient(port()).get(path).body;
  EXPECT_THAT(late, HasSubstr("\"t3\""));
  EXPECT_EQ(late.find("\"t2\""), std::string::npos);
}

TEST_F(EngineTest, EndsFloodsOfAnyPacket) {
  start();
  for (const auto* packet : {"3", "6", "42[\"dance\"]"}) {
    WebSocketClient client(port(), kSocket);
    connect(client);
    for (int i = 0; i < 1000 && client.send(packet); ++i) {
    }
    EXPECT_EQ(client.close_code(), 1008) << packet;
  }
  const auto path = open_polling();
  std::string payload = "3";
  for (int i = 0; i < 200; ++i)
    payload +=
        "\x1e"
        "6";
  EXPECT_EQ(post(path, payload), 200u);
  EXPECT_EQ(TestClient(port()).get(path).status, 400u);
}

TEST_F(EngineTest, EndsFloodsOfProbes) {
  start();
  const auto path = open_polling();
  WebSocketClient client(port(), kSocket + path.substr(path.find("&sid=")));
  for (int i = 0; i < 1000 && client.send("2probe"); ++i) {
  }
  EXPECT_EQ(client.close_code(), 1000);
  EXPECT_EQ(TestClient(port()).get(path).status, 400u);
}

TEST_F(EngineTest, EndsWhoDoesNotAnswerThePing) {
  options_.engine.ping_interval = options_.engine.ping_timeout = std::chrono::milliseconds(60);
  start();
  WebSocketClient client(port(), kSocket);
  connect(client);
  EXPECT_EQ(client.read(), "2");
  EXPECT_EQ(client.close_code(), 1000);
}

TEST_F(EngineTest, AnswersPollsWhenTheServerStops) {
  start();
  const auto path = open_polling();
  TestClient poll(port());
  poll.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(post(path, "40"), 200u);
  EXPECT_THAT(poll.read().body, StartsWith("40"));
  poll.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(post(path, "42[\"dance\"]"), 200u);
  EXPECT_THAT(poll.read().body, HasSubstr("error"));
  EXPECT_TRUE(server_->stop());
}

TEST_F(EngineTest, TakesLargePayloadsAsFarAsItSays) {
  server_options_.limits.bodies = {{"/socket.io/", options_.engine.max_payload}};
  start();
  const auto path = open_polling();
  EXPECT_EQ(post(path, "4" + std::string(999'998, ' ')), 200u);
  EXPECT_EQ(post(open_polling(), "4" + std::string(1'000'000, ' ')), 413u);
}

TEST_F(EngineTest, AFloodOfHandshakesKeepsNobodyOut) {
  options_.connections = 4;
  start();
  WebSocketClient socket(port(), kSocket);
  connect(socket);
  const auto waiting = open_polling();
  EXPECT_EQ(post(waiting, "40"), 200u);
  EXPECT_THAT(TestClient(port()).get(waiting).body, StartsWith("40"));
  TestClient poll(port());
  poll.send("GET " + waiting + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto abandoned = open_polling();
  open_polling();
  EXPECT_EQ(TestClient(port()).get(kPolling).status, 503u);
  wait_until([&] { return TestClient(port()).get(kPolling).status == 200u; });
  EXPECT_EQ(post(abandoned, "40"), 400u);
  EXPECT_EQ(post(waiting, "42[\"dance\"]"), 200u);
  EXPECT_THAT(poll.read().body, HasSubstr("error"));
  join(socket, "system/cpu");
}

TEST_F(EngineTest, ASessionWhosePollHungUpIsAbandoned) {
  options_.connections = 1;
  start();
  {
    TestClient gone(port());
    const auto opening = gone.get(kPolling).body;
    gone.send("GET " + std::string(kPolling) + "&sid=" +
              opening.substr(9, opening.find('"', 9) - 9) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  bool taken = false;
  wait_until([&] { return taken = taken || TestClient(port()).get(kPolling).status == 200u; });
}

TEST_F(EngineTest, ThePeerThatHoldsMostSessionsMakesRoomForOthers) {
  options_.connections = 2;
  start();
  std::vector<std::unique_ptr<WebSocketClient>> sockets;
  for (int i = 0; i < 2; ++i) {
    sockets.push_back(std::make_unique<WebSocketClient>(port(), kSocket));
    connect(*sockets.back());
  }
  EXPECT_EQ(TestClient(port()).get(kPolling).status, 503u);
  EXPECT_EQ(TestClient(port(), TestClient::kOther).get(kPolling).status, 200u);
  wait_until([&] { return streams_->open() == 1; });
}

}  // namespace
}  // namespace mimon::server
