#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

namespace mimon::api {

// Numbers as JSON's and CSV's text. By hand, as a day at one second has 86,400 of them: scaled to
// an integer, one takes a tenth of the time of a general float printer.

void append_integer(std::string& out, std::int64_t value);

/// Appends `value` with up to `decimals` decimals (0 to 6), `null` for NaN.
void append_number(std::string& out, double value, int decimals);

/// Appends them all, separated by commas.
void append_numbers(std::string& out, std::span<const double> values, int decimals);

/// Appends seconds since 1970, separated by commas.
void append_times(std::string& out, std::span<const std::chrono::sys_seconds> times);

}  // namespace mimon::api
