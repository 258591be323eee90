#pragma once

#include <string_view>

namespace mimon {

/// What a value is counted in. JSON, the store and OpenMetrics carry values in these units.
enum class Unit {
  none,     ///< a plain number: a count, a generation, a load
  percent,  ///< 0 to 100
  bytes,
  bytes_per_second,
  per_second,
  seconds,
  celsius,
  watts,
  joules,
  megahertz,
  rpm,
  volts,
};

/// How a value behaves over time.
enum class Kind {
  gauge,    ///< goes up and down
  counter,  ///< only grows, until its source resets
  flags,    ///< a bit mask whose bits have names
};

/// The unit as written beside a figure, such as `°C`; empty for `none`.
[[nodiscard]] std::string_view unit_symbol(Unit unit);

/// The unit's name in documents and answers, such as `celsius`; `none` for `none`.
[[nodiscard]] std::string_view unit_name(Unit unit);

/// `gauge`, `counter` or `flags`.
[[nodiscard]] std::string_view kind_name(Kind kind);

}  // namespace mimon
