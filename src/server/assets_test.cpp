#include "server/assets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "server/embedded.h"

namespace mimon::server {

/// Embedded by the build from testdata/site, and from a folder that isn't there.
std::span<const Asset> test_site();
std::span<const Asset> absent_site();

namespace {

using testing::HasSubstr;

HttpRequest get(std::vector<Field> fields) {
  HttpRequest request;
  request.method = "GET";
  request.fields = std::move(fields);
  return request;
}

std::string header(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.response.headers) {
    if (key == name) return value;
  }
  return {};
}

/// What `command` makes of `bytes`.
std::string piped(const std::string& command, std::string_view bytes) {
  const std::string in = testing::TempDir() + "mimon_piped_in";
  const std::string out = testing::TempDir() + "mimon_piped_out";
  std::ofstream(in) << bytes;
  EXPECT_EQ(std::system((command + " < " + in + " > " + out).c_str()), 0);  // NOLINT
  std::stringstream text;
  text << std::ifstream(out).rdbuf();
  return text.str();
}

const std::string kScript = [] {
  std::stringstream text;
  text << std::ifstream(MIMON_SOURCE_DIR "/src/server/testdata/site/assets/app-1a2b3c.js").rdbuf();
  return text.str();
}();

TEST(Embedding, HoldsTheFilesAndTheirCompressedForms) {
  const AssetSet assets(test_site());
  const auto* script = assets.find("/assets/app-1a2b3c.js");
  ASSERT_NE(script, nullptr);
  EXPECT_EQ(script->content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script->identity, kScript);
  EXPECT_EQ(piped("gzip -d", script->gzip), kScript);
  EXPECT_EQ(piped("brotli -d", script->brotli), kScript);
  EXPECT_EQ(script->etag.size(), 16u);
}

TEST(Embedding, LeavesOutWhatCompressionDoesNotShrink) {
  const AssetSet assets(test_site());
  const auto* small = assets.find("/robots.txt");
  ASSERT_NE(small, nullptr);
  EXPECT_EQ(small->identity, "x");
  EXPECT_TRUE(small->gzip.empty());
  EXPECT_TRUE(small->brotli.empty());
}

TEST(Embedding, SaysThatTheDashboardWasNotBuilt) {
  const AssetSet assets(absent_site());
  const auto* page = assets.find("/");
  ASSERT_NE(page, nullptr);
  EXPECT_THAT(std::string(page->identity), HasSubstr("without its dashboard"));
  EXPECT_NE(AssetSet(dashboard_files()).find("/index.html"), nullptr);
}

TEST(AssetSet, FindsByExactPathOnly) {
  const AssetSet assets(test_site());
  EXPECT_EQ(assets.find("/"), assets.find("/index.html"));
  EXPECT_EQ(assets.find("/assets"), nullptr);
  EXPECT_EQ(assets.find("/../index.html"), nullptr);
  EXPECT_EQ(AssetSet().find("/"), nullptr);
}

TEST(AcceptEncoding, IsReadWithWeightsAndStar) {
  EXPECT_TRUE(accepts_coding("gzip, deflate, br", "br"));
  EXPECT_TRUE(accepts_coding("GZIP;q=0.5", "gzip"));
  EXPECT_TRUE(accepts_coding("*", "br"));
  EXPECT_FALSE(accepts_coding("br;q=0, *", "br"));
  EXPECT_FALSE(accepts_coding("gzip;q=0.0", "gzip"));
  EXPECT_FALSE(accepts_coding("gzip;q=x", "gzip"));
  EXPECT_FALSE(accepts_coding("", "gzip"));
  EXPECT_FALSE(accepts_coding("brotli", "br"));
}

TEST(AssetReply, PicksTheSmallestCodingThatIsTaken) {
  const AssetSet assets(test_site());
  const auto& script = *assets.find("/assets/app-1a2b3c.js");
  const auto brotli = asset_reply(script, get({{"Accept-Encoding", "gzip, br"}}));
  EXPECT_EQ(brotli.body(), script.brotli);
  EXPECT_EQ(header(brotli, "Content-Encoding"), "br");
  EXPECT_EQ(header(brotli, "Vary"), "Accept-Encoding");
  EXPECT_EQ(asset_reply(script, get({{"Accept-Encoding", "gzip"}})).body(), script.gzip);
  const auto plain = asset_reply(script, get({}));
  EXPECT_EQ(plain.body(), script.identity);
  EXPECT_EQ(header(plain, "Content-Encoding"), "");
}

TEST(AssetReply, LetsHashedNamesBeKeptAndOthersBeAskedFor) {
  const AssetSet assets(test_site());
  EXPECT_EQ(header(asset_reply(*assets.find("/assets/app-1a2b3c.js"), get({})), "Cache-Control"),
            "max-age=31536000, immutable");
  EXPECT_EQ(header(asset_reply(*assets.find("/"), get({})), "Cache-Control"), "no-cache");
}

TEST(AssetReply, IsEmptyWhereTheClientHasItInThatCoding) {
  const AssetSet assets(test_site());
  const auto& page = *assets.find("/");
  const auto tag = header(asset_reply(page, get({{"Accept-Encoding", "br"}})), "ETag");
  for (const auto& known : {tag, "\"old\", W/" + tag, std::string("*")}) {
    const auto reply =
        asset_reply(page, get({{"Accept-Encoding", "br"}, {"If-None-Match", known}}));
    EXPECT_EQ(reply.response.status, 304u) << known;
    EXPECT_EQ(reply.body(), "");
    EXPECT_EQ(header(reply, "ETag"), tag);
  }
  EXPECT_EQ(asset_reply(page, get({{"If-None-Match", tag}})).response.status, 200u);
  EXPECT_EQ(asset_reply(page, get({{"If-None-Match", "\"old\""}})).response.status, 200u);
}

TEST(PagePath, IsNoFileAndNotTheServersOwn) {
  EXPECT_TRUE(is_page_path("/system-monitor"));
  EXPECT_TRUE(is_page_path("/gpu/0.5/x"));
  EXPECT_FALSE(is_page_path("/logo.png"));
  EXPECT_FALSE(is_page_path("/api/v1/nothing"));
  EXPECT_FALSE(is_page_path("/api"));
  EXPECT_FALSE(is_page_path("/ws/nothing"));
  EXPECT_FALSE(is_page_path("*"));
}

}  // namespace
}  // namespace mimon::server
