#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace mimon::store::sqlite {

/// A residual is cut into a token, which is entropy-coded, and low bits, which are kept as they
/// are: small residuals are tokens of their own; a larger one's token says its sign, its length
/// and its second highest bit.
struct Token {
  std::uint8_t token;
  std::uint8_t raw_bits;
  std::uint64_t raw;
};

inline constexpr int kTokens = 256;
inline constexpr int kFirstLargeToken = 7;  ///< below: 0, 1, -1, 2, -2, 3, -3

[[nodiscard]] constexpr Token to_token(std::int64_t residual) {
  const bool negative = residual < 0;
  const std::uint64_t size =
      negative ? ~static_cast<std::uint64_t>(residual) + 1 : static_cast<std::uint64_t>(residual);
  const auto sign = static_cast<unsigned>(negative);
  if (size < 4) return {static_cast<std::uint8_t>(size == 0 ? 0 : 2 * size - 1 + sign), 0, 0};
  const auto bits = static_cast<int>(std::bit_width(size));
  const int raw_bits = bits - 2;
  const auto second = static_cast<unsigned>(size >> raw_bits) & 1U;
  const auto token = kFirstLargeToken + ((static_cast<unsigned>(bits) - 3) * 2 + second) * 2 + sign;
  return {static_cast<std::uint8_t>(token), static_cast<std::uint8_t>(raw_bits),
          size & ((std::uint64_t{1} << raw_bits) - 1)};
}

/// What a token says by itself.
struct TokenMeaning {
  std::uint64_t base;     ///< size of the residual with all raw bits 0
  std::uint8_t raw_bits;  ///< at most 62
  std::uint8_t sign;      ///< the residual is 0: zero, 1: positive, 2: negative
};

[[nodiscard]] constexpr TokenMeaning meaning_of(int token) {
  if (token == 0) return {0, 0, 0};
  const auto index = static_cast<unsigned>(token);
  if (token < kFirstLargeToken)
    return {(index + 1) / 2, 0, static_cast<std::uint8_t>(1 + (index + 1) % 2)};
  const unsigned rest = index - kFirstLargeToken;
  const auto raw_bits = static_cast<std::uint8_t>(rest / 4 + 1);
  return {(std::uint64_t{2} | ((rest / 2) & 1U)) << raw_bits, raw_bits,
          static_cast<std::uint8_t>(1 + rest % 2)};
}

inline constexpr auto kMeanings = [] {
  std::array<TokenMeaning, kTokens> meanings{};
  for (int token = 0; token < kTokens; ++token)
    meanings[static_cast<std::size_t>(token)] = meaning_of(token);
  return meanings;
}();

}  // namespace mimon::store::sqlite
