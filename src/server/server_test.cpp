#include "server/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "server/test_client.h"
#include "server/test_handler.h"

namespace mimon::server {

std::span<const Asset> test_site();

namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

class ServerTest : public testing::Test {
 protected:
  ServerTest() { options_.port = 0; }

  std::uint16_t start() {
    server_.emplace(options_, handler_, AssetSet(test_site()), null_logger());
    const auto bound = server_->start();
    EXPECT_TRUE(bound) << bound.error().what();
    return bound->port;
  }

  ServerOptions options_;
  TestHandler handler_;
  std::optional<Server> server_;
};

TEST_F(ServerTest, AnswersManyRequestsOnOneConnection) {
  TestClient client(start());
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.get("/api/echo?" + std::to_string(i));
    EXPECT_EQ(answer.status, 200u);
    EXPECT_EQ(answer.body, "GET /api/echo?" + std::to_string(i));
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(answer.header("Date"), testing::EndsWith(" GMT"));
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  TestClient client(start());
  client.send(
      "GET /api/echo?1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
      "GET /api/blocking HTTP/1.1\r\nHost: localhost\r\n\r\n"
      "GET /api/echo?2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  handler_.open_gate();
  EXPECT_EQ(client.read().body, "GET /api/echo?1");
  EXPECT_EQ(client.read().body, "unblocked");
  const auto last = client.read();
  EXPECT_EQ(last.body, "GET /api/echo?2");
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST_F(ServerTest, HandsAnyMethodToTheApi) {
  TestClient client(start());
  EXPECT_EQ(client.ask("BREW", "/api/echo").body, "BREW /api/echo");
}

TEST_F(ServerTest, AnswersHeadWithoutABody) {
  TestClient client(start());
  const auto answer = client.ask("HEAD", "/api/echo");
  EXPECT_EQ(answer.status, 200u);
  EXPECT_EQ(answer.header("Content-Length"), "14");
  EXPECT_EQ(client.ask("HEAD", "/api/stream").header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(client.get("/api/echo").body, "GET /api/echo");
}

TEST_F(ServerTest, SpeaksHttp10) {
  const auto port = start();
  TestClient once(port);
  once.send("GET /api/echo HTTP/1.0\r\n\r\n");
  EXPECT_EQ(once.read().body, "GET /api/echo");
  EXPECT_TRUE(once.ended());
  TestClient streamed(port);
  streamed.send("GET /api/stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(streamed.read().body, "piece 0 piece 1 piece 2 ");
}

TEST_F(ServerTest, RefusesMalformedRequestsAndHangsUp) {
  const auto port = start();
  for (const std::string_view bytes :
       {"GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nb\r\n\r\n"}) {
    TestClient client(port);
    client.send(bytes);
    const auto answer = client.read();
    EXPECT_EQ(answer.status, 400u) << bytes;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    EXPECT_TRUE(client.ended());
  }
}

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

TEST_F(ServerTest, AsksForABodyThatIsHeldBack) {
  TestClient client(start());
  client.send(
      "POST /api/echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
      "Content-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read().status, 100u);
  client.send("ok");
  EXPECT_EQ(client.read().body, "POST /api/echo");
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

TEST_F(ServerTest, AnswersAClientThatHasFinishedSending) {
  TestClient client(start());
  client.send("GET /api/echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
  client.finish_sending();
  EXPECT_EQ(client.read().body, "GET /api/echo");
  EXPECT_TRUE(client.ended());
}

TEST_F(ServerTest, StreamsInChunks) {
  TestClient client(start());
  const auto answer = client.get("/api/stream");
  EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(answer.body, "piece 0 piece 1 piece 2 ");
  EXPECT_EQ(client.get("/api/echo").status, 200u);
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

TEST_F(ServerTest, TurnsAThrowingAnswerIntoAProblem) {
  TestClient client(start());
  EXPECT_EQ(client.get("/api/throw").status, 500u);
  EXPECT_EQ(client.get("/api/echo").status, 200u);
}

TEST_F(ServerTest, KeepsLineEndsOutOfHeaders) {
  TestClient client(start());
  EXPECT_EQ(client.get("/api/header").header("Allow"), "GET  X-Evil: 1");
}

TEST_F(ServerTest, ServesTheDashboard) {
  TestClient client(start());
  const auto page = client.get("/", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("Content-Encoding"), "gzip");
  EXPECT_THAT(page.header("Content-Security-Policy"), StartsWith("default-src 'self'"));
  const auto again =
      client.get("/", "Accept-Encoding: gzip\r\nIf-None-Match: " + page.header("ETag") + "\r\n");
  EXPECT_EQ(again.status, 304u);
  EXPECT_EQ(again.header("Content-Length"), "");
  EXPECT_THAT(client.get("/assets/app-1a2b3c.js").body, StartsWith("console.log"));
  EXPECT_THAT(client.get("/system-monitor").body, HasSubstr("Start page"));
  EXPECT_EQ(client.get("/missing.js").status, 404u);
  EXPECT_EQ(client.get("/api/missing").status, 404u);
  EXPECT_EQ(client.get("/docs").body, "<h1>docs</h1>");
  const auto post = client.ask("POST", "/");
  EXPECT_EQ(post.status, 405u);
  EXPECT_EQ(post.header("Allow"), "GET, HEAD");
}

TEST_F(ServerTest, SaysWhichMethodsThereAre) {
  TestClient client(start());
  const auto options = client.ask("OPTIONS", "*");
  EXPECT_EQ(options.status, 204u);
  EXPECT_EQ(options.header("Allow"), "GET, HEAD, POST");
  EXPECT_EQ(client.ask("OPTIONS", "/").header("Allow"), "GET, HEAD");
}

TEST_F(ServerTest, RelaxesThePolicyOfChosenPages) {
  options_.access.content_policies = {{"/docs", "default-src 'self' 'unsafe-inline'"}};
  options_.access.frame_ancestors = "https://example.org";
  TestClient client(start());
  EXPECT_EQ(client.get("/docs").header("Content-Security-Policy"),
            "default-src 'self' 'unsafe-inline'; frame-ancestors https://example.org");
}

TEST_F(ServerTest, LetsPagesAskOthersWhereThatIsWanted) {
  EXPECT_THAT(TestClient(start()).get("/").header("Content-Security-Policy"),
              HasSubstr("connect-src 'self';"));
  options_.access.connect_sources = "http: https:";
  EXPECT_THAT(TestClient(start()).get("/").header("Content-Security-Policy"),
              HasSubstr("connect-src 'self' http: https:;"));
}

TEST_F(ServerTest, AsksForTheToken) {
  options_.access.token = "s3cret";
  TestClient client(start());
  EXPECT_EQ(client.get("/api/echo").status, 401u);
  const auto page = client.get("/", "Accept: text/html\r\n");
  EXPECT_EQ(page.status, 401u);
  EXPECT_THAT(page.body, HasSubstr("<form"));
  const auto redirect = client.get("/?token=s3cret");
  EXPECT_EQ(redirect.status, 303u);
  EXPECT_EQ(redirect.header("Location"), "/");
  const auto cookie = redirect.header("Set-Cookie");
  EXPECT_EQ(client.get("/", "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n").status, 200u);
  EXPECT_EQ(client.get("/api/echo", "Authorization: Bearer s3cret\r\n").status, 200u);
}

TEST_F(ServerTest, RefusesForeignHostsAndOrigins) {
  TestClient client(start());
  client.send("GET /api/echo HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  EXPECT_EQ(client.read().status, 403u);
  EXPECT_EQ(client.get("/api/echo", "Origin: http://evil.example\r\n").status, 403u);
  EXPECT_EQ(client.get("/api/echo", "Origin: http://localhost\r\n").status, 200u);
}

TEST_F(ServerTest, LetsAllowedSitesReadItsAnswers) {
  options_.access.origins = {"https://example.org"};
  TestClient client(start());
  const auto answer = client.get("/api/echo", "Origin: https://example.org\r\n");
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://example.org");
  EXPECT_EQ(answer.header("Vary"), "Origin");
}

TEST_F(ServerTest, RefusesTokensThatCannotBeSent) {
  options_.access.token = "a b";
  Server server(options_, handler_, AssetSet(), null_logger());
  EXPECT_FALSE(server.start());
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
