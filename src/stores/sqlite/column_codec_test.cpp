#include "stores/sqlite/column_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace mimon::store::sqlite {
namespace {

using Values = std::vector<std::int64_t>;

Values generate(std::size_t size, const std::function<std::int64_t(std::size_t)>& value) {
  Values values;
  for (std::size_t i = 0; i < size; ++i) values.push_back(value(i));
  return values;
}

std::optional<Values> decode(std::string_view bytes, std::size_t size) {
  ColumnDecoder decoder;
  Values out(size, 42);
  return decoder.decode(bytes, out) ? std::optional(out) : std::nullopt;
}

// The size in bytes, after a look that the values come back.
std::size_t size_of(const Values& values) {
  ColumnEncoder encoder;
  EXPECT_EQ(decode(encoder.encode(values, Effort::quick), values.size()), values);
  const std::string bytes = encoder.encode(values, Effort::thorough);
  EXPECT_EQ(decode(bytes, values.size()), values);
  return bytes.size();
}

TEST(ColumnCodec, BringsEveryShapeBack) {
  std::mt19937_64 random(1);
  const auto below = [&](std::int64_t n) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
  };
  std::int64_t walk = 0;
  const std::vector<std::function<std::int64_t(std::size_t)>> shapes = {
      [](std::size_t) { return 0; },
      [](std::size_t i) { return static_cast<std::int64_t>(i) * 17 - 5; },
      [&](std::size_t) { return below(2); },
      [&](std::size_t) { return walk += below(5) - 2; },
      [&](std::size_t) { return walk += 4096 * (below(100) - 50); },
      [&](std::size_t) { return below(10) == 0 ? below(1'000'000'000) : 0; },
      [&](std::size_t) { return below(2 * kLargest + 1) - kLargest; },
      [&](std::size_t i) { return i % 2 == 0 ? kLargest : -kLargest; },
      [&](std::size_t i) { return i % 7 < 3 ? kAbsent : below(100); },
      [&](std::size_t) { return below(3) == 0 ? kAbsent : walk += below(9); },
      [](std::size_t i) { return i % 5 == 4 ? kAbsent : 12; },
      [](std::size_t) { return kAbsent; },
  };
  for (const auto& shape : shapes) {
    for (const std::size_t size : {0U, 1U, 2U, 3U, 60U, 300U, 3600U})
      (void)size_of(generate(size, shape));
  }
}

TEST(ColumnCodec, TakesNextToNothingForWhatIsRegular) {
  EXPECT_LE(size_of(Values(3600, 81'920)), 5U);
  EXPECT_LE(size_of(generate(3600, [](std::size_t i) { return std::int64_t(i) * 1000; })), 16U);
  EXPECT_LE(size_of(generate(3600, [](std::size_t i) { return i < 1000 ? 5 : 6; })), 20U);
  EXPECT_LE(size_of(Values(3600, kAbsent)), 1U);
}

TEST(ColumnCodec, ComesNearTheEntropyOfNoise) {
  std::mt19937_64 random(2);
  const std::size_t size = 3600;
  const auto coins = generate(size, [&](std::size_t) { return std::int64_t(random() & 1); });
  EXPECT_LT(size_of(coins), size / 8 * 11 / 10);
  const auto bytes = generate(size, [&](std::size_t) { return std::int64_t(random() & 0xff); });
  EXPECT_LT(size_of(bytes), size * 11 / 10);
}

TEST(ColumnCodec, DropsBitsThatTheSourceNeverUses) {
  std::mt19937_64 random(3);
  const auto pages = generate(3600, [&](std::size_t) { return std::int64_t(random() & 0xff); });
  auto in_bytes = pages;
  for (std::int64_t& value : in_bytes) value = value * 4096 + 123;
  EXPECT_LE(size_of(in_bytes), size_of(pages) + 8);
}

TEST(ColumnCodec, RefusesDamagedBytesOrGivesValuesButNeverFails) {
  std::mt19937_64 random(4);
  std::int64_t walk = 0;
  const auto values = generate(300, [&](std::size_t i) {
    return i % 50 == 7 ? kAbsent : walk += std::int64_t(random() % 1000) - 500;
  });
  ColumnEncoder encoder;
  const std::string good = encoder.encode(values, Effort::thorough);
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = good;
    if (i % 2 == 0) bytes.resize(random() % (bytes.size() + 1));
    for (std::size_t flips = random() % 4; flips-- > 0 && !bytes.empty();)
      bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
    if (!decode(bytes, i % 3 == 0 ? random() % 600 : values.size())) ++refused;
  }
  EXPECT_GT(refused, 10'000);
}

TEST(ColumnCodec, RefusesAnotherLength) {
  ColumnEncoder encoder;
  const std::string bytes = encoder.encode(
      generate(100, [](std::size_t i) { return std::int64_t(i * i % 37); }), Effort::thorough);
  EXPECT_EQ(decode(bytes, 99), std::nullopt);
  EXPECT_EQ(decode(bytes, 101), std::nullopt);
}

}  // namespace
}  // namespace mimon::store::sqlite
