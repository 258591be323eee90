#include "api/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mimon::api {
namespace {

TEST(Target, IsTakenApartAndDecoded) {
  const auto target = parse_target("/a%20b?x=1&mount_points=%2F,%2Fdata+x&flag").value();
  EXPECT_EQ(target.path, "/a b");
  EXPECT_EQ(target.find("x"), "1");
  EXPECT_EQ(target.find("mount_points"), "/,/data x");
  EXPECT_EQ(target.find("flag"), "");
  EXPECT_EQ(target.find("none"), std::nullopt);
}

TEST(Target, RefusesWhatIsMalformed) {
  for (const auto* bad : {"", "no-slash", "/%zz", "/a%00", "/?x=%FF", "/?x=1&x=2", "/\xFF"}) {
    EXPECT_FALSE(parse_target(bad)) << bad;
  }
}

TEST(SplitList, DropsEmptyParts) {
  EXPECT_THAT(split_list("/, /data,,"), testing::ElementsAre("/", "/data"));
  EXPECT_TRUE(split_list(" ,").empty());
}

}  // namespace
}  // namespace mimon::api
