#include "stores/prometheus/endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "stores/sqlite/temporary_folder.h"

namespace mimon::store::prometheus {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string nothing(const char* /*name*/) {
  return {};
}

Endpoint parsed(std::string_view url) {
  auto endpoint = parse_endpoint(url, nothing);
  EXPECT_TRUE(endpoint) << url << ": " << (endpoint ? "" : endpoint.error().what());
  return endpoint ? *endpoint : Endpoint();
}

std::string refusal(std::string_view url) {
  const auto endpoint = parse_endpoint(url, nothing);
  return endpoint ? "" : endpoint.error().message;
}

TEST(Endpoint, PrometheusAndVictoriaMetricsNeedAnAddressAlone) {
  const Endpoint endpoint = parsed("prometheus+http://127.0.0.1:8428");
  EXPECT_EQ(endpoint.write_url, "http://127.0.0.1:8428/api/v1/write");
  EXPECT_EQ(endpoint.query_url, "http://127.0.0.1:8428");
  EXPECT_EQ(endpoint.location, "http://127.0.0.1:8428");
  EXPECT_EQ(parsed("prometheus+https://db.example/prom/").write_url,
            "https://db.example/prom/api/v1/write");
  EXPECT_EQ(parsed("prometheus+https://db.example/prom/").query_url, "https://db.example/prom");
}

TEST(Endpoint, PathsOfWritingAndAskingMayDiffer) {
  const Endpoint mimir =
      parsed("prometheus+http://mimir:9009?write=/api/v1/push&query=/prometheus&tenant=lab%20one");
  EXPECT_EQ(mimir.write_url, "http://mimir:9009/api/v1/push");
  EXPECT_EQ(mimir.query_url, "http://mimir:9009/prometheus");
  EXPECT_EQ(mimir.http.tenant, "lab one");
  const Endpoint cluster = parsed(
      "prometheus+http://vminsert:8480?write=/insert/0/prometheus/api/v1/write"
      "&query=http://vmselect:8481/select/0/prometheus");
  EXPECT_EQ(cluster.write_url, "http://vminsert:8480/insert/0/prometheus/api/v1/write");
  EXPECT_EQ(cluster.query_url, "http://vmselect:8481/select/0/prometheus");
}

TEST(Endpoint, SecretsComeFromFilesOrTheEnvironment) {
  const sqlite::TemporaryFolder folder;
  std::ofstream(folder.path("password")) << "from file\n";
  const auto environment = [](const char* name) {
    return std::string(name) == "MIMON_STORE_TOKEN" ? std::string("t") : std::string();
  };
  const auto endpoint = parse_endpoint(
      "prometheus+http://me@db:1?password_file=" + folder.path("password"), environment);
  ASSERT_TRUE(endpoint) << endpoint.error().what();
  EXPECT_EQ(endpoint->http.user, "me");
  EXPECT_EQ(endpoint->http.password, "from file");
  EXPECT_EQ(endpoint->http.token, "t");
  EXPECT_EQ(endpoint->location, "http://db:1");
}

TEST(Endpoint, RefusesWhatItMustNotOrCannotTake) {
  EXPECT_THAT(refusal("prometheus+http://me:secret@db:1"), HasSubstr("password_file"));
  EXPECT_THAT(refusal("prometheus+http://db:1?colour=red"), HasSubstr("colour"));
  EXPECT_THAT(refusal("prometheus+http://db:1?token_file=/nowhere/token"),
              HasSubstr("/nowhere/token"));
  EXPECT_THAT(refusal("prometheus+http://db:1?query=ftp://other"), HasSubstr("ftp://other"));
  EXPECT_THAT(refusal("prometheus+http://db:1?write=http://me:secret@other"),
              AllOf(HasSubstr("no user"), Not(HasSubstr("secret"))));
  EXPECT_THAT(refusal("prometheus+ftp://db:1"), HasSubstr("prometheus+http://host:port"));
  EXPECT_THAT(refusal("http://db:1"), HasSubstr("prometheus+http://host:port"));
  EXPECT_THAT(refusal("prometheus+http://"), HasSubstr("prometheus+http://host:port"));
}

}  // namespace
}  // namespace mimon::store::prometheus
