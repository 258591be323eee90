#include "daemon/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace mimon {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() { std::filesystem::create_directories(folder_); }
  ~ConfigTest() override { std::filesystem::remove_all(folder_); }
  Result<std::map<std::string, std::string>> read(const std::string& text) {
    std::ofstream(folder_ + "/mimon.toml") << text;
    return read_config_file(folder_ + "/mimon.toml");
  }
  std::string folder_ = testing::TempDir() + "config_" + std::to_string(getpid());
};

TEST(Interval, TakesTimesWithinReason) {
  EXPECT_EQ(parse_interval("1s").value(), milliseconds(1000));
  EXPECT_EQ(parse_interval("500ms").value(), milliseconds(500));
  EXPECT_EQ(parse_interval("2.5").value(), milliseconds(2500));
  EXPECT_EQ(parse_interval("1m").value(), milliseconds(60'000));
  for (const auto* bad : {"", "s", "0", "-1s", "1h", "99ms", "61s", "1 s", "1e3", "..", "nan"}) {
    EXPECT_FALSE(parse_interval(bad)) << bad;
  }
}

TEST(Identity, IsANameAndAPage) {
  const auto accepted = [](std::string name, std::string url) {
    Config config;
    config.name = std::move(name);
    config.url = std::move(url);
    return check_identity(config).has_value();
  };
  EXPECT_TRUE(accepted("", ""));
  EXPECT_TRUE(accepted("node-1.example.org", "https://node-1.example.org:8000"));
  for (const auto* name : {"a\nb", "a b", "a:0", "a,b"}) EXPECT_FALSE(accepted(name, "")) << name;
  EXPECT_FALSE(accepted(std::string(254, 'a'), ""));
  for (const auto* url : {"nonsense", "javascript:alert(1)", "ftp://a"})
    EXPECT_FALSE(accepted("a", url)) << url;
}

TEST(RetentionSetting, TakesFourTimesAndASize) {
  const auto retention = parse_retention("1h,6h,24h,7d", "512MiB").value().value();
  EXPECT_EQ(retention.s1, std::chrono::hours(1));
  EXPECT_EQ(retention.m5, std::chrono::days(7));
  EXPECT_EQ(retention.max_bytes, 512U << 20);
  EXPECT_FALSE(parse_retention("off", "x").value().has_value());
  for (const auto* bad :
       {"", "24h", "24h,3d,14d", "24h,3d,14d,90d,1d", "3d,24h,14d,90d", "a,b,c,d"}) {
    EXPECT_FALSE(parse_retention(bad, "0")) << bad;
  }
  for (const auto* bad : {"", "-1", "2GB", "99999999999GiB"}) {
    EXPECT_FALSE(parse_retention("24h,3d,14d,90d", bad)) << bad;
  }
}

TEST_F(ConfigTest, ReadsEveryKindOfValue) {
  const auto values = read("listen = '0.0.0.0:9000'\nno_auth = true\nhosts = ['a', 'b']\n").value();
  EXPECT_EQ(values.at("listen"), "0.0.0.0:9000");
  EXPECT_EQ(values.at("no_auth"), "true");
  EXPECT_EQ(values.at("hosts"), "a,b");
}

TEST_F(ConfigTest, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(read("listen = '0.0.0.0:9000'\nlisten_to = 1\n").error().what(),
              HasSubstr("mimon.toml:2: unknown key 'listen_to'"));
  EXPECT_THAT(read("listen = \n").error().what(), HasSubstr("mimon.toml:1"));
  EXPECT_THAT(read("listen = { a = 1 }\n").error().what(),
              HasSubstr("'listen' takes no such value"));
  EXPECT_FALSE(read_config_file(folder_ + "/none.toml"));
}

TEST_F(ConfigTest, TheDataFolderIsMadeForItsOwnerAlone) {
  const std::string data = folder_ + "/a/b";
  ASSERT_TRUE(prepare_data_folder(data));
  EXPECT_EQ(std::filesystem::status(data).permissions(), std::filesystem::perms::owner_all);
  EXPECT_TRUE(prepare_data_folder(data));
  EXPECT_TRUE(std::filesystem::is_empty(data));
}

TEST_F(ConfigTest, ADataFolderThatCannotBeIsAnError) {
  std::ofstream(folder_ + "/file") << "x";
  EXPECT_THAT(prepare_data_folder(folder_ + "/file/data").error().what(), HasSubstr("data folder"));
  EXPECT_FALSE(prepare_data_folder("/proc/mimon"));
}

TEST(Embedders, BecomeAPolicy) {
  EXPECT_EQ(*frame_ancestors({}), "");
  EXPECT_EQ(*frame_ancestors({"self", "https://example.org", "http://*.lab:8080"}),
            "'self' https://example.org http://*.lab:8080");
}

TEST(Embedders, CannotAddToThePolicy) {
  for (const char* site : {"", "*", "example.org", "https://", "https://a b",
                           "https://a;script-src", "https://a\r\nX: y", "javascript:1"}) {
    EXPECT_FALSE(frame_ancestors({site})) << site;
  }
}

}  // namespace
}  // namespace mimon
