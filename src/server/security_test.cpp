#include "server/security.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace mimon::server {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

HttpRequest get(std::string_view target, std::vector<Field> fields = {}) {
  HttpRequest request;
  request.method = "GET";
  request.target = target;
  request.host = "127.0.0.1:8000";
  request.fields = std::move(fields);
  return request;
}

std::string header(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.response.headers) {
    if (key == name) return value;
  }
  return {};
}

/// What the policy of `options` says to `request`: 0 where it may pass.
unsigned status(const AccessOptions& options, const HttpRequest& request) {
  AccessPolicy policy(options);
  const auto reply = policy.refuse(request, MonoTime());
  return reply ? reply->response.status : 0;
}

AccessOptions with_token() {
  AccessOptions options;
  options.token = "s3cret";
  return options;
}

TEST(HostCheck, PassesThisMachinesNamesAndAddresses) {
  AccessOptions options;
  options.hosts = {"gpu.example.org"};
  std::array<char, 256> own{};
  ASSERT_EQ(::gethostname(own.data(), own.size() - 1), 0);
  for (const std::string host :
       {"127.0.0.1:8000", "localhost", "LOCALHOST:1", "a.localhost", "[::1]:8000", "192.168.1.5:80",
        "[fe80::1]", "GPU.example.org:8000", "gpu.example.org.",
        static_cast<const char*>(own.data())}) {
    auto request = get("/");
    request.host = host;
    EXPECT_EQ(status(options, request), 0u) << host;
  }
}

TEST(HostCheck, PassesTheMachinesNameInADomainWhereATokenIsNeeded) {
  std::array<char, 256> own{};
  ASSERT_EQ(::gethostname(own.data(), own.size() - 1), 0);
  const auto host = std::string(own.data()) + ".example.org";
  auto request = get("/", {{"Authorization", "Bearer s3cret"}});
  request.host = host;
  EXPECT_EQ(status(with_token(), request), 0u);
  EXPECT_EQ(status({}, request), 403u);
}

TEST(HostCheck, RefusesForeignNames) {
  for (const auto* host :
       {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evillocalhost", "",
        "[evil]", "[", ":80", "256.1.1.1", "gpu.example.orgx"}) {
    auto request = get("/");
    request.host = host;
    EXPECT_EQ(status({}, request), 403u) << host;
  }
}

TEST(OriginCheck, PassesTheSameHostAndAllowedSites) {
  AccessOptions options;
  options.origins = {"https://example.org"};
  EXPECT_EQ(status(options, get("/", {{"Origin", "http://127.0.0.1:8000"}})), 0u);
  EXPECT_EQ(status(options, get("/", {{"Origin", "https://example.org"}})), 0u);
  for (const auto* origin : {"http://127.0.0.1:8001", "http://example.org", "null", "http://",
                             "https://example.org.evil"})
    EXPECT_EQ(status(options, get("/", {{"Origin", origin}})), 403u) << origin;
}

TEST(OriginCheck, AnswersAllowedSitesBeforeTheyAsk) {
  auto options = with_token();
  options.origins = {"https://example.org"};
  AccessPolicy policy(options);
  auto request =
      get("/", {{"Origin", "https://example.org"}, {"Access-Control-Request-Method", "GET"}});
  request.method = "OPTIONS";
  auto reply = policy.refuse(request, MonoTime());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->response.status, 204u);
  policy.allow_origin(request, reply->response);
  EXPECT_EQ(header(*reply, "Access-Control-Allow-Origin"), "https://example.org");
}

TEST(TokenCheck, PassesItInEachPlace) {
  EXPECT_EQ(status(with_token(), get("/api/x", {{"Authorization", "bearer s3cret"}})), 0u);
  EXPECT_EQ(status(with_token(), get("/api/x", {{"Cookie", "a=b; mimon_token=s3cret; c=d"}})), 0u);
  EXPECT_EQ(status(with_token(), get("/api/x", {{"Authorization", "Bearer old"},
                                                {"Cookie", "mimon_token=s3cret"}})),
            0u);
}

TEST(TokenCheck, RefusesEverythingElse) {
  for (const auto& fields : std::vector<std::vector<Field>>{
           {},
           {{"Authorization", "Bearer "}},
           {{"Authorization", "Basic s3cret"}},
           {{"Authorization", "Bearer s3cre"}},
           {{"Authorization", "Bearer s3cret "}},
           {{"Cookie", "xmimon_token=s3cret"}},
           {{"Cookie", "mimon_token=S3CRET"}},
       })
    EXPECT_EQ(status(with_token(), get("/api/x", fields)), 401u);
  auto post = get("/api/x?token=s3cret");
  post.method = "POST";
  EXPECT_EQ(status(with_token(), post), 401u);
}

TEST(TokenCheck, TurnsAUrlWithItIntoACookie) {
  AccessPolicy policy(with_token());
  const auto reply = policy.refuse(get("/page?a=1&token=s%33cret&b=2"), MonoTime());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->response.status, 303u);
  EXPECT_EQ(header(*reply, "Location"), "/page?a=1&b=2");
  EXPECT_EQ(header(*reply, "Set-Cookie"),
            "mimon_token=s3cret; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
}

TEST(TokenCheck, NeverRedirectsToAnotherHost) {
  EXPECT_EQ(without_token("//evil.example/?token=x"), "/evil.example/");
  EXPECT_EQ(without_token("/\\evil.example?token=x"), "/evil.example");
  EXPECT_EQ(without_token("/?token=x"), "/");
  EXPECT_EQ(without_token("/a"), "/a");
  EXPECT_EQ(query_token("/a?tokens=1&xtoken=2"), std::nullopt);
  EXPECT_EQ(query_token("/a"), std::nullopt);
  EXPECT_EQ(query_token("/a?token=%zz%4"), "%zz%4");
}

TEST(TokenCheck, AnswersBrowsersWithAPage) {
  AccessPolicy policy(with_token());
  const auto page = policy.refuse(get("/", {{"Accept", "text/html,*/*"}}), MonoTime());
  ASSERT_TRUE(page);
  EXPECT_EQ(page->response.status, 401u);
  EXPECT_THAT(std::string(page->response.content_type), HasSubstr("text/html"));
  EXPECT_THAT(std::string(page->body()), Not(HasSubstr("s3cret")));
  const auto api = policy.refuse(get("/api/x", {{"Accept", "text/html"}}), MonoTime());
  ASSERT_TRUE(api);
  EXPECT_EQ(api->response.content_type, "application/problem+json");
  EXPECT_EQ(header(*api, "WWW-Authenticate"), "Bearer");
}

TEST(TokenCheck, SlowsDownGuessing) {
  AccessPolicy policy(with_token());
  const auto ask = [&](std::string_view token, MonoTime now, std::uint64_t peer = 1) {
    const auto authorization = "Bearer " + std::string(token);
    auto request = get("/api/x", {{"Authorization", authorization}});
    request.peer = peer;
    const auto reply = policy.refuse(request, now);
    return reply ? reply->response.status : 0;
  };
  MonoTime now{seconds(1000)};
  for (int i = 0; i < 50; ++i) EXPECT_EQ(ask("stale", now), 401u);
  for (int i = 1; i < FailureLimit::kBurst; ++i) EXPECT_EQ(ask(std::to_string(i), now), 401u);
  EXPECT_EQ(ask("one more", now), 429u);
  EXPECT_EQ(ask("s3cret", now), 429u);
  EXPECT_EQ(ask("s3cret", now, 2), 0u);
  now += FailureLimit::kRefill;
  EXPECT_EQ(ask("another", now), 401u);
  EXPECT_EQ(ask("yet another", now), 429u);
}

TEST(FailureLimit, RemembersABoundedNumberOfAddresses) {
  FailureLimit limit;
  MonoTime now{seconds(1000)};
  for (int i = 0; i < FailureLimit::kBurst; ++i) limit.failed(7, std::to_string(i), now);
  EXPECT_TRUE(limit.blocked(7, now));
  for (std::uint64_t peer = 100; peer < 5000; ++peer) limit.failed(peer, "x", now);
  EXPECT_TRUE(limit.blocked(7, now));
  now += FailureLimit::kRefill * FailureLimit::kBurst;
  EXPECT_FALSE(limit.blocked(7, now));
}

TEST(Tokens, AreComparedWholeAndMadeAnew) {
  EXPECT_TRUE(equal_secrets("abc", "abc"));
  EXPECT_FALSE(equal_secrets("abc", "abd"));
  EXPECT_FALSE(equal_secrets("abc", "ab"));
  const auto token = make_token();
  EXPECT_EQ(token.size(), 32u);
  EXPECT_TRUE(is_usable_token(token));
  EXPECT_NE(token, make_token());
  EXPECT_FALSE(is_usable_token(""));
  EXPECT_FALSE(is_usable_token("a b"));
  EXPECT_FALSE(is_usable_token("a;b"));
}

}  // namespace
}  // namespace mimon::server
