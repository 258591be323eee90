#include "api/number_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

namespace mimon::api {
namespace {

/// More than the longest number.
constexpr std::size_t kLongest = 24;

/// Writes a number below 10^6, and returns the end.
char* write_whole(char* at, std::uint32_t value) {
  if (value >= 100) return std::to_chars(at, at + kLongest, value).ptr;
  if (value >= 10) *at++ = static_cast<char>('0' + value / 10);
  *at++ = static_cast<char>('0' + value % 10);
  return at;
}

/// Writes `all` `kPower`ths. Divisions by a constant are multiplications.
template <std::uint32_t kPower>
char* write_parts(char* at, std::uint32_t all) {
  at = write_whole(at, all / kPower);
  std::uint32_t fraction = all % kPower;
  if (fraction == 0) return at;
  *at++ = '.';
  for (std::uint32_t digit = kPower / 10; fraction > 0; digit /= 10) {
    *at++ = static_cast<char>('0' + fraction / digit);
    fraction %= digit;
  }
  return at;
}

/// Writes a value that stands for `scaled - 0.5` `power`ths, and returns the end; null where that
/// is negative, not a number, or 10^6 and more, and for a power above 1000.
char* write_short(char* at, double scaled, std::uint32_t power) {
  if (!(scaled >= 0.5 && scaled < 1e6)) return nullptr;
  const auto all = static_cast<std::uint32_t>(scaled);
  switch (power) {
    case 1:
      return write_whole(at, all);
    case 10:
      return write_parts<10>(at, all);
    case 100:
      return write_parts<100>(at, all);
    case 1000:
      return write_parts<1000>(at, all);
    default:
      return nullptr;
  }
}

/// Times of one hundred seconds differ in their last two digits.
class TimeText {
 public:
  /// Writes it to `at`, where there is room for the longest number, and returns the end.
  char* write(char* at, std::int64_t second) {
    if (second < 100) return std::to_chars(at, at + kLongest, second).ptr;
    if (second < hundred_ || second >= hundred_ + 100) {
      hundred_ = second - second % 100;
      const char* end = std::to_chars(text_.data(), text_.data() + kLongest, hundred_).ptr;
      size_ = static_cast<std::size_t>(end - text_.data());
    }
    std::memcpy(at, text_.data(), kLongest);  // of a constant size it is a few instructions
    at += size_;
    const auto rest = static_cast<std::uint32_t>(second - hundred_);
    at[-2] = static_cast<char>('0' + rest / 10);
    at[-1] = static_cast<char>('0' + rest % 10);
    return at;
  }

 private:
  std::int64_t hundred_ = 0;  ///< what `text_` holds, once it is 100 or more
  std::array<char, kLongest> text_{};
  std::size_t size_ = 0;
};

/// Numbers gather in a block before they are appended, as to append each would take longer than to
/// write it.
class Block {
 public:
  explicit Block(std::string& out) : out_(out) {}

  /// Room for a comma and the longest number.
  [[nodiscard]] char* place() {
    if (static_cast<std::size_t>(text_.data() + text_.size() - end_) <= kLongest) flush();
    return end_;
  }
  void filled_to(char* end) { end_ = end; }
  void flush() {
    out_.append(text_.data(), end_);
    end_ = text_.data();
  }

 private:
  std::string& out_;
  std::array<char, 4096> text_{};
  char* end_ = text_.data();
};

}  // namespace

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

void append_number(std::string& out, double value, int decimals) {
  static constexpr std::array<std::int64_t, 7> kPowers{1,      10,      100,      1000,
                                                       10'000, 100'000, 1'000'000};
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  const std::int64_t power = kPowers.at(static_cast<std::size_t>(decimals));
  const double scaled = std::round(value * static_cast<double>(power));
  if (std::abs(scaled) > 9e18) {
    out += fmt::format("{}", value);
    return;
  }
  auto whole = static_cast<std::int64_t>(scaled);
  if (whole < 0) {
    out += '-';
    whole = -whole;
  }
  append_integer(out, whole / power);
  std::int64_t fraction = whole % power;
  if (fraction == 0) return;
  out += '.';
  for (std::int64_t digit = power / 10; fraction > 0; digit /= 10) {
    out += static_cast<char>('0' + fraction / digit);
    fraction %= digit;
  }
}

void append_numbers(std::string& out, std::span<const double> values, int decimals) {
  const auto power = static_cast<std::uint32_t>(std::pow(10, decimals));
  Block block(out);
  bool first = true;
  for (const double value : values) {
    char* at = block.place();
    if (!std::exchange(first, false)) *at++ = ',';
    if (char* end = write_short(at, value * power + 0.5, power)) {
      block.filled_to(end);
      continue;
    }
    block.filled_to(at);
    block.flush();
    append_number(out, value, decimals);
  }
  block.flush();
}

void append_times(std::string& out, std::span<const std::chrono::sys_seconds> times) {
  Block block(out);
  TimeText text;
  bool first = true;
  for (const auto time : times) {
    char* at = block.place();
    if (!std::exchange(first, false)) *at++ = ',';
    block.filled_to(text.write(at, time.time_since_epoch().count()));
  }
  block.flush();
}

}  // namespace mimon::api
