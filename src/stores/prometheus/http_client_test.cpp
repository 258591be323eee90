#include "stores/prometheus/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/test_port.h"
#include "stores/prometheus/test_server.h"

namespace mimon::store::prometheus {
namespace {

using ::testing::HasSubstr;
using testing::TestServer;
using Product = TestServer::Product;

constexpr std::chrono::milliseconds kLimit{10'000};
const std::string kForm[] = {"Content-Type: application/x-www-form-urlencoded"};

Result<HttpReply> ask(const TestServer& server, HttpOptions options) {
  return HttpClient::make(std::move(options))
      .value()
      ->post(server.url() + "/api/v1/query", "query=vector(1)", kForm, kLimit);
}

TEST(HttpClient, PresentsAPasswordOrAToken) {
  const HttpOptions right{.user = "me", .password = "secret word"};
  const TestServer server(Product::victoria_metrics,
                          {.config = "",
                           .flags = {"-httpAuth.username=me", "-httpAuth.password=secret word"},
                           .http = right});
  EXPECT_EQ(ask(server, right).value().status, 200);
  EXPECT_EQ(ask(server, {}).value().status, 401);
  EXPECT_EQ(ask(server, {.user = "me", .password = "wrong"}).value().status, 401);
}

TEST(HttpClient, BoundsAnswers) {
  const TestServer server(Product::victoria_metrics);
  const auto reply = ask(server, {.max_body = 10});
  ASSERT_FALSE(reply);
  EXPECT_THAT(reply.error().what(), HasSubstr("too large"));
}

TEST(HttpClient, SaysWhyAServerIsNotReached) {
  const auto http = HttpClient::make({}).value();
  const auto reply =
      http->post("http://127.0.0.1:" + std::to_string(free_port()) + "/", "", {}, kLimit);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().what(), "Connection refused");
}

TEST(HttpClient, TrustsACertificateThatItIsGiven) {
  const sqlite::TemporaryFolder folder;
  const std::string certificate = folder.path("server.crt");
  const std::string key = folder.path("server.key");
  const std::string make =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
      "/CN=test -addext subjectAltName=IP:127.0.0.1 -keyout " +
      key + " -out " + certificate + " 2>/dev/null";
  ASSERT_EQ(std::system(make.c_str()), 0);  // NOLINT(cert-env33-c): a fixed command
  const TestServer server(Product::victoria_metrics,
                          {.config = "",
                           .flags = {"-tls", "-tlsCertFile=" + certificate, "-tlsKeyFile=" + key},
                           .http = {.ca_file = certificate},
                           .tls = true});
  EXPECT_EQ(ask(server, {.ca_file = certificate}).value().status, 200);
  const auto distrusted = ask(server, {});
  ASSERT_FALSE(distrusted);
  EXPECT_THAT(distrusted.error().what(), HasSubstr("certificate"));
}

}  // namespace
}  // namespace mimon::store::prometheus
