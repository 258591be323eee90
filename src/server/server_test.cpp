#include "server/server_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace mimon::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

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

TEST_F(ServerTest, AsksForABodyThatIsHeldBack) {
  TestClient client(start());
  client.send(
      "POST /api/echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
      "Content-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read().status, 100u);
  client.send("ok");
  EXPECT_EQ(client.read().body, "POST /api/echo");
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

}  // namespace
}  // namespace mimon::server
