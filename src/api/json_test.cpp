#include "api/json.h"

#include <gtest/gtest.h>

#include <limits>

namespace mimon::api {
namespace {

std::string number(std::optional<double> value, int decimals) {
  Json json;
  json.number(value, decimals);
  return json.take();
}

TEST(Json, NumbersKeepTheirDecimalsAndNoMore) {
  EXPECT_EQ(number(45.5, 1), "45.5");
  EXPECT_EQ(number(45.04, 1), "45");
  EXPECT_EQ(number(0.1 + 0.2, 2), "0.3");
  EXPECT_EQ(number(17'179'869'184.0, 0), "17179869184");
  EXPECT_EQ(number(-0.04, 1), "0");
}

TEST(Json, AbsentIsNull) {
  EXPECT_EQ(number(std::nullopt, 1), "null");
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN(), 1), "null");
}

TEST(Json, TextIsEscaped) {
  Json json;
  json.begin_object();
  json.field("name", "a\"b\\c\u20AC");
  json.field("none", std::optional<std::string>());
  json.end_object();
  EXPECT_EQ(json.take(), "{\"name\":\"a\\\"b\\\\c\u20AC\",\"none\":null}");
}

}  // namespace
}  // namespace mimon::api
