#include "api/number_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace mimon::api {
namespace {

std::string text(double value, int decimals) {
  std::string out;
  append_number(out, value, decimals);
  return out;
}

TEST(AppendNumber, WritesWhatIsKept) {
  EXPECT_EQ(text(45.5, 1), "45.5");
  EXPECT_EQ(text(45.04, 2), "45.04");
  EXPECT_EQ(text(-0.5, 1), "-0.5");
  EXPECT_EQ(text(-0.04, 1), "0");
  EXPECT_EQ(text(85'520'809'984.0, 0), "85520809984");
  EXPECT_EQ(text(1e300, 2), "1e+300");
  EXPECT_EQ(text(std::nan(""), 2), "null");
}

TEST(AppendNumbers, WritesEachAsIfAlone) {
  std::mt19937 random(1);
  std::vector<double> values{0, -1, 1e6, 999'999, 1e300, std::nan("")};
  for (int i = 0; i < 5000; ++i)
    values.push_back(std::exp2(std::uniform_real_distribution<>(-12, 24)(random)));
  for (int decimals = 0; decimals <= 6; ++decimals) {
    std::string out;
    append_numbers(out, values, decimals);
    std::vector<std::string> alone;
    for (const double value : values) alone.push_back(text(value, decimals));
    EXPECT_EQ(out, fmt::format("{}", fmt::join(alone, ","))) << decimals;
  }
}

TEST(AppendTimes, WritesEachAsIfAlone) {
  std::vector<std::int64_t> seconds{-7, 0, 5, 99, 100, 199, 200, 999, 1000, 1099, 1'700'000'000};
  for (int i = 0; i < 5000; ++i) seconds.push_back(seconds.back() + 1 + (i % 97 == 0 ? 250 : 0));
  seconds.push_back(99'999'999'999);
  std::vector<std::chrono::sys_seconds> times;
  for (const std::int64_t second : seconds) times.emplace_back(std::chrono::seconds(second));
  std::string out;
  append_times(out, times);
  EXPECT_EQ(out, fmt::format("{}", fmt::join(seconds, ",")));
}

TEST(AppendTimes, OfNoneIsNothing) {
  std::string out = "[";
  append_times(out, {});
  append_numbers(out, {}, 1);
  EXPECT_EQ(out, "[");
}

}  // namespace
}  // namespace mimon::api
