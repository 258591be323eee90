#include "api/time_text.h"

#include <gtest/gtest.h>

namespace mimon::api {
namespace {

using std::chrono::seconds;

TEST(ParseTime, TakesWhatPeopleWrite) {
  const WallTime moment(seconds(1'700'000'000));
  for (const auto* text :
       {"2023-11-14T22:13:20Z", "2023-11-14T22:13:20.000Z", "2023-11-14 22:13:20",
        "2023-11-14T23:13:20+01:00", "2023-11-14T23:13:20 01:00", "2023-11-14T16:43:20-0530",
        "1700000000", "1700000000000"}) {
    EXPECT_EQ(parse_time(text), moment) << text;
  }
  EXPECT_EQ(parse_time("2023-11-14T22:13:20.5Z"), moment + std::chrono::milliseconds(500));
  EXPECT_EQ(parse_time("2023-11-14T22:13Z"), moment - seconds(20));
}

TEST(ParseTime, RefusesTheRest) {
  for (const auto* text :
       {"", "now", "2023-11-14", "2023-02-30T00:00:00Z", "2023-11-14T25:00:00Z", "20231114T000000Z",
        "2023-11-14T22:13:20Zx", "2023-11-14T22:13:20 ", "2023-11-14T22:13:20 -01:00",
        "2023-11-14T22:13:20.Z", "1", "-1700000000", "99999999999999", "1969-12-31T23:59:59Z",
        "2023-11-14T22:13:20+99:00", "99999999999999999999999"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

TEST(ParseSpan, TakesAUnit) {
  EXPECT_EQ(parse_span("90s"), seconds(90));
  EXPECT_EQ(parse_span("6h"), seconds(21'600));
  EXPECT_EQ(parse_span("7d"), seconds(604'800));
  for (const auto* text : {"", "h", "0h", "-1h", "1w", "1.5h", "99999999999d"}) {
    EXPECT_EQ(parse_span(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mimon::api
