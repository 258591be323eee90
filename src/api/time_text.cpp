#include "api/time_text.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace mimon::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr WallTime kYear10000{seconds(253'402'300'800)};

/// Takes `digits` digits off the front of `text`.
std::optional<int> take(std::string_view& text, std::size_t digits) {
  if (text.size() < digits || text[0] == '-') return std::nullopt;
  const auto number = parse_number<int>(text.substr(0, digits));
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view one_of) {
  if (text.empty() || one_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, ".")) return milliseconds(0);
  const auto length = std::min(text.find_first_not_of("0123456789"), text.size());
  if (length == 0 || length > 9) return std::nullopt;
  int scaled = 0;
  for (std::size_t i = 0; i < 3; ++i) scaled = scaled * 10 + (i < length ? text[i] - '0' : 0);
  text.remove_prefix(length);
  return milliseconds(scaled);
}

std::optional<minutes> take_offset(std::string_view& text) {
  if (text.empty() || take(text, "Zz")) return minutes(0);
  const bool west = text[0] == '-';
  // In a query a plus that was not encoded is a space.
  if (!take(text, "+- ")) return std::nullopt;
  const auto hours = take(text, 2);
  take(text, ":");
  const auto mins = text.empty() ? std::optional(0) : take(text, 2);
  if (!hours || !mins || *hours > 23 || *mins > 59) return std::nullopt;
  const minutes offset(*hours * 60 + *mins);
  return west ? -offset : offset;
}

std::optional<WallTime> parse_iso8601(std::string_view text) {
  const auto year = take(text, 4);
  const bool dash = take(text, "-");
  const auto month = take(text, 2);
  const bool dash2 = take(text, "-");
  const auto day = take(text, 2);
  const bool t = take(text, "Tt ");
  const auto hour = take(text, 2);
  const bool colon = take(text, ":");
  const auto minute = take(text, 2);
  if (!year || !dash || !month || !dash2 || !day || !t || !hour || !colon || !minute) {
    return std::nullopt;
  }
  std::optional<int> second = 0;
  if (take(text, ":")) second = take(text, 2);
  const auto fraction = take_fraction(text);
  const auto offset = take_offset(text);
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!second || !fraction || !offset || !text.empty() || !date.ok()) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return WallTime(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + minutes(*minute) +
         seconds(*second) + *fraction - *offset;
}

}  // namespace

std::optional<WallTime> parse_time(std::string_view text) {
  std::optional<WallTime> time;
  if (const auto number = parse_number<std::int64_t>(text)) {
    if (text.size() == 10) time = WallTime(seconds(*number));
    if (text.size() == 13) time = WallTime(milliseconds(*number));
  } else {
    time = parse_iso8601(text);
  }
  if (time && (*time < WallTime{} || *time >= kYear10000)) return std::nullopt;
  return time;
}

std::optional<std::chrono::seconds> parse_span(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto number = parse_number<std::uint32_t>(text.substr(0, text.size() - 1));
  if (!number || *number == 0) return std::nullopt;
  switch (text.back()) {
    case 's':
      return seconds(*number);
    case 'm':
      return seconds(std::int64_t{*number} * 60);
    case 'h':
      return seconds(std::int64_t{*number} * 3600);
    case 'd':
      return seconds(std::int64_t{*number} * 86'400);
    default:
      return std::nullopt;
  }
}

}  // namespace mimon::api
