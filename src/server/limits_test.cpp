#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/server_test.h"

namespace mimon::server {
namespace {

using std::chrono::milliseconds;

TEST_F(ServerTest, RefusesTooMuchAndIsHeardByTheOneWhoSendsIt) {
  const auto port = start();
  TestClient body(port);
  body.send("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n" +
            std::string(200'000, 'x'));
  EXPECT_EQ(body.read().status, 413u);
  TestClient header(port);
  header.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(30'000, 'x'));
  EXPECT_EQ(header.read().status, 431u);
  TestClient target(port);
  target.send("GET /" + std::string(30'000, 'x'));
  EXPECT_EQ(target.read().status, 414u);
}

TEST_F(ServerTest, EndsConnectionsThatTakeTooLong) {
  options_.timeouts = {.header = milliseconds(40),
                       .body = milliseconds(40),
                       .idle = milliseconds(40),
                       .linger = milliseconds(40)};
  const auto port = start();
  TestClient silent(port);
  TestClient slow_header(port);
  slow_header.send("GET / HTTP/1.1\r\nHost: loc");
  TestClient slow_body(port);
  slow_body.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx");
  TestClient idle(port);
  EXPECT_EQ(idle.get("/api/echo").status, 200u);
  EXPECT_TRUE(silent.ended());
  EXPECT_EQ(slow_header.read().status, 408u);
  EXPECT_TRUE(slow_header.ended());
  EXPECT_EQ(slow_body.read().status, 408u);
  EXPECT_TRUE(idle.ended());
}

TEST_F(ServerTest, GivesNoTimeForDrippingAHeader) {
  options_.timeouts.header = options_.timeouts.linger = milliseconds(40);
  TestClient client(start());
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
  while (client.send("X: y\r\n")) std::this_thread::sleep_for(milliseconds(5));
}

TEST_F(ServerTest, EndsAConnectionWhoseClientDoesNotRead) {
  options_.timeouts.write = milliseconds(40);
  TestClient client(start());
  client.send("GET /api/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
  handler_.wait_until_stream_ends();
}

TEST_F(ServerTest, StopsAStreamWhoseClientHasGone) {
  const auto port = start();
  std::optional<TestClient> client(port);
  client->send("GET /api/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
  handler_.wait_until_stream_starts();
  client.reset();
  handler_.wait_until_stream_ends();
}

TEST_F(ServerTest, ServesOthersWhileOneBlocksAndRefusesTooMany) {
  options_.limits.workers = 1;
  options_.limits.waiting = 1;
  const auto port = start();
  TestClient first(port);
  first.send("GET /api/blocking HTTP/1.1\r\nHost: localhost\r\n\r\n");
  handler_.wait_until_blocked();
  TestClient second(port);
  second.send("GET /api/blocking HTTP/1.1\r\nHost: localhost\r\n\r\n");
  TestClient other(port);
  EXPECT_EQ(other.get("/api/echo").status, 200u);
  TestClient third(port);
  third.send("GET /api/blocking HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto refused = third.read();
  EXPECT_EQ(refused.status, 503u);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  handler_.open_gate();
  EXPECT_EQ(first.read().body, "unblocked");
  EXPECT_EQ(second.read().body, "unblocked");
}

TEST_F(ServerTest, TellsClientsBeyondTheLimit) {
  options_.limits.connections = 1;
  const auto port = start();
  TestClient first(port);
  first.send("GET /api/blocking HTTP/1.1\r\nHost: localhost\r\n\r\n");
  handler_.wait_until_blocked();
  TestClient second(port);
  EXPECT_EQ(second.get("/api/echo").status, 503u);
  EXPECT_TRUE(second.ended());
  handler_.open_gate();
  EXPECT_EQ(first.read().body, "unblocked");
}

TEST_F(ServerTest, ClosesTheLongestIdleConnectionForANewOne) {
  options_.limits.connections = 2;
  const auto port = start();
  TestClient first(port);
  EXPECT_EQ(first.get("/api/echo").status, 200u);
  TestClient second(port);
  EXPECT_EQ(second.get("/api/echo").status, 200u);
  TestClient third(port);
  EXPECT_EQ(third.get("/api/echo").status, 200u);
  EXPECT_TRUE(first.ended());
  EXPECT_EQ(second.get("/api/echo").status, 200u);
}

TEST_F(ServerTest, ThePeerThatHoldsMostMakesRoomForOthers) {
  options_.limits.connections = 3;
  const auto port = start();
  TestClient slow(port);
  slow.send("G");
  TestClient idle(port);
  EXPECT_EQ(idle.get("/api/echo").status, 200u);
  TestClient working(port);
  working.send("GET /api/blocking HTTP/1.1\r\nHost: localhost\r\n\r\n");
  handler_.wait_until_blocked();
  TestClient other(port, TestClient::kOther);
  EXPECT_EQ(other.get("/api/echo").status, 200u);
  EXPECT_TRUE(idle.ended());
  // Each would have two now: who comes gives up its own.
  TestClient more(port, TestClient::kOther);
  EXPECT_EQ(more.get("/api/echo").status, 200u);
  EXPECT_TRUE(other.ended());
  TestClient third(port, TestClient::kOther + 1);
  EXPECT_EQ(third.get("/api/echo").status, 200u);
  EXPECT_TRUE(slow.ended());
  TestClient fourth(port, TestClient::kOther + 2);
  EXPECT_EQ(fourth.get("/api/echo").status, 503u);
  handler_.open_gate();
  EXPECT_EQ(working.read().body, "unblocked");
}

TEST_F(ServerTest, WhoDoesNotTakeAnswersMakesRoomForOthers) {
  options_.limits.connections = 2;
  const auto port = start();
  std::vector<std::unique_ptr<TestClient>> unread;
  for (int i = 0; i < 2; ++i) {
    unread.push_back(std::make_unique<TestClient>(port));
    unread.back()->send("GET /api/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  handler_.wait_until_stream_starts();
  unsigned status = 0;
  while (status != 200) status = TestClient(port, TestClient::kOther).get("/api/echo").status;
  handler_.wait_until_stream_ends();
}

TEST_F(ServerTest, APeerGivesUpItsOwnSlowRequests) {
  options_.limits.connections = 2;
  const auto port = start();
  TestClient one(port), two(port);
  one.send("G");
  two.send("G");
  while (TestClient(port).get("/api/echo").status != 200)
    std::this_thread::sleep_for(milliseconds(20));
  EXPECT_TRUE(one.ended());
}

TEST_F(ServerTest, StopAnswersWhatIsUnderWay) {
  const auto port = start();
  TestClient idle(port);
  EXPECT_EQ(idle.get("/api/echo").status, 200u);
  TestClient busy(port);
  busy.send("GET /api/blocking HTTP/1.1\r\nHost: localhost\r\n\r\n");
  handler_.wait_until_blocked();
  auto stopped = std::async([this] { return server_->stop(); });
  EXPECT_TRUE(idle.ended());
  handler_.open_gate();
  EXPECT_EQ(busy.read().body, "unblocked");
  EXPECT_TRUE(busy.ended());
  EXPECT_TRUE(stopped.get());
  EXPECT_FALSE(TestClient(port).connected());
  EXPECT_TRUE(server_->stop());
}

TEST_F(ServerTest, StopDoesNotWaitForClientsOrCallsThatHang) {
  options_.timeouts.drain = milliseconds(50);
  const auto port = start();
  TestClient half(port);
  half.send("GET / HT");
  TestClient unread(port);
  unread.send("GET /api/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
  handler_.wait_until_stream_starts();
  TestClient hanging(port);
  hanging.send("GET /api/blocking HTTP/1.1\r\nHost: localhost\r\n\r\n");
  handler_.wait_until_blocked();
  EXPECT_FALSE(server_->stop());
  EXPECT_TRUE(half.ended());
  handler_.open_gate();
}

TEST_F(ServerTest, StopBeforeStartIsFine) {
  Server server(options_, handler_, AssetSet(), null_logger());
  EXPECT_TRUE(server.stop());
}

TEST_F(ServerTest, ServesManyClientsAtOnce) {
  const auto port = start();
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      TestClient client(port);
      for (int i = 0; i < 100; ++i) {
        const auto target = "/api/echo?" + std::to_string(thread * 1000 + i);
        if (client.get(target).body == "GET " + target) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 800);
}

}  // namespace
}  // namespace mimon::server
