#include "server/upgrade.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <optional>
#include <thread>

#include "base/clock.h"
#include "server/server.h"
#include "server/test_client.h"
#include "server/test_handler.h"

namespace mimon::server {
namespace {

/// Owns `/ws/`: repeats the bytes of upgraded connections, answers polls when the test says so.
class Echo final : public UpgradeHandler {
 public:
  [[nodiscard]] bool owns(std::string_view path) const override { return path.starts_with("/ws/"); }

  [[nodiscard]] Task<api::Response> handle(const HttpRequest& request,
                                           WaitingClient& client) override {
    const auto executor = co_await asio::this_coro::executor;
    Timer waiting(executor, MonoTime::max());
    waiting_ = &waiting;
    client.watch([&waiting] { waiting.cancel(); });
    ++polls;
    boost::system::error_code error;
    co_await waiting.async_wait(await(error));
    waiting_ = nullptr;
    api::Response response;
    response.body = std::make_shared<const std::string>(request.body);
    co_return response;
  }

  [[nodiscard]] Task<> upgrade(Socket socket, OwnedRequest request) override {
    std::string bytes = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
    bytes += request.request.field("Upgrade");
    bytes += request.read_ahead;
    boost::system::error_code error;
    while (!error) {
      co_await asio::async_write(socket, asio::buffer(bytes), await(error));
      bytes.resize(100);
      const auto size = co_await socket.async_read_some(asio::buffer(bytes), await(error));
      bytes.resize(size);
    }
    ended.set_value();
  }

  void stop() override {
    if (waiting_ != nullptr) waiting_->cancel();
  }

  std::promise<void> ended;
  std::atomic<int> polls = 0;  ///< that wait

 private:
  Timer* waiting_ = nullptr;
};

class UpgradeTest : public testing::Test {
 protected:
  UpgradeTest() { options_.port = 0; }

  std::uint16_t start() {
    server_.emplace(options_, api_, AssetSet(), null_logger(), &echo_);
    const auto bound = server_->start();
    EXPECT_TRUE(bound);
    port_ = bound->port;
    return port_;
  }

  ServerOptions options_;
  TestHandler api_;
  Echo echo_;
  std::optional<Server> server_;
  std::uint16_t port_ = 0;
};

constexpr std::string_view kUpgrade = "Connection: upgrade\r\nUpgrade: websocket\r\n";

TEST_F(UpgradeTest, HandsTheConnectionOverWithWhatWasReadAhead) {
  {
    TestClient client(start());
    client.send("GET /ws/x HTTP/1.1\r\nHost: localhost\r\n" + std::string(kUpgrade) +
                "\r\nread ahead");
    EXPECT_EQ(client.read().status, 101u);
    EXPECT_EQ(client.read_bytes(19), "websocketread ahead");
    client.send("more");
    EXPECT_EQ(client.read_bytes(4), "more");
  }
  echo_.ended.get_future().wait();
}

TEST_F(UpgradeTest, ChecksAccessFirst) {
  options_.access.token = "s3cret";
  TestClient client(start());
  EXPECT_EQ(client.get("/ws/x", kUpgrade).status, 401u);
  EXPECT_EQ(client.get("/ws/x", std::string(kUpgrade) + "Origin: http://evil.example\r\n").status,
            403u);
}

TEST_F(UpgradeTest, IgnoresUpgradesOfOtherPaths) {
  TestClient client(start());
  EXPECT_EQ(client.get("/api/echo", kUpgrade).body, "GET /api/echo");
}

TEST_F(UpgradeTest, LetsPollsWaitUntilTheServerStops) {
  TestClient client(start());
  client.send("POST /ws/poll HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\npoll");
  TestClient other(port_);
  EXPECT_EQ(other.get("/api/echo").status, 200u);
  EXPECT_TRUE(server_->stop());
  EXPECT_EQ(client.read().body, "poll");
}

TEST_F(UpgradeTest, TellsAPollThatItsClientHasHungUp) {
  TestClient client(start());
  client.send("POST /ws/poll HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\npoll");
  client.finish_sending();
  EXPECT_EQ(client.read().body, "poll");
  EXPECT_TRUE(client.ended());
}

TEST_F(UpgradeTest, APollMakesRoomWithAnAnswer) {
  options_.limits.connections = 2;
  TestClient first(start()), second(port_);
  for (auto* client : {&first, &second})
    client->send("POST /ws/poll HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\npoll");
  while (echo_.polls < 2) std::this_thread::yield();
  unsigned status = 0;
  while (status != 200) status = TestClient(port_, TestClient::kOther).get("/api/echo").status;
  const auto answer = first.read();
  EXPECT_EQ(answer.body, "poll");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(first.ended());
}

TEST_F(UpgradeTest, StopEndsUpgradedConnections) {
  options_.timeouts.drain = std::chrono::milliseconds(20);
  TestClient client(start());
  EXPECT_EQ(client.get("/ws/x", kUpgrade).status, 101u);
  EXPECT_EQ(client.read_bytes(9), "websocket");
  EXPECT_TRUE(server_->stop());
  server_.reset();
  EXPECT_TRUE(client.ended());
}

}  // namespace
}  // namespace mimon::server
