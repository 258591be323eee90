#include "api/json.h"

#include <array>
#include <cmath>

namespace mimon::api {

void Json::number(std::optional<double> maybe, int decimals) {
  static constexpr std::array<double, 7> kPowers{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (!maybe || !std::isfinite(*maybe)) return null();
  const double power = kPowers.at(static_cast<std::size_t>(decimals));
  const double rounded = std::round(*maybe * power) / power;
  if (rounded == std::trunc(rounded) && std::abs(rounded) <= kExact) {
    writer_.Int64(static_cast<std::int64_t>(rounded));
  } else {
    writer_.Double(rounded);
  }
}

}  // namespace mimon::api
