#include "base/text.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace mimon {
namespace {

TEST(Text, WordsAndLinesComeOffTheFront) {
  std::string_view text = "  cpu  12 \t7\nnext";
  std::string_view line = next_line(text);
  EXPECT_EQ(next_word(line), "cpu");
  EXPECT_EQ(next_number<int>(line), 12);
  EXPECT_EQ(next_number<int>(line), 7);
  EXPECT_EQ(next_number<int>(line), std::nullopt);
  EXPECT_EQ(next_line(text), "next");
  EXPECT_EQ(next_line(text), "");
}

TEST(Text, NumbersAreWholeOrAbsent) {
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551616"), std::nullopt);
  EXPECT_EQ(parse_number<std::uint64_t>("-1"), std::nullopt);
  EXPECT_EQ(parse_number<int>("12kB"), std::nullopt);
  EXPECT_EQ(parse_number<double>("0.25"), 0.25);
  EXPECT_EQ(parse_number<int>(""), std::nullopt);
}

TEST(Text, TrimTakesNulsToo) {
  EXPECT_EQ(trim(std::string_view(" Orin\n\0", 7)), "Orin");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Text, OddBytesBecomeReplacementCharacters) {
  EXPECT_EQ(to_utf8("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"), "café € 😀");
  EXPECT_EQ(to_utf8("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(to_utf8("a\x1Bz\x7F"), "a\uFFFDz\uFFFD");
  EXPECT_EQ(to_utf8("\xC0\xAF"), "\uFFFD\uFFFD");
  EXPECT_EQ(to_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(to_utf8("cut \xE2\x82"), "cut \uFFFD\uFFFD");
}

}  // namespace
}  // namespace mimon
