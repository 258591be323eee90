#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "stores/prometheus/query_api.h"
#include "stores/store.h"

namespace mimon::store::prometheus {

/// A device of a host, under an id that it bears or bore.
struct Bearer {
  std::string id;
  std::string identity;
  DeviceKind kind = DeviceKind::gpu;
  std::string name;
  double last = 0;  ///< seconds since 1970; 0 where no other bore its id, nor it another
};

/// The host itself and its GPUs, as far as the engine reaches back. Where an id had several
/// bearers, or a device several ids, `last` tells when each was so last, and 0 that it was longer
/// ago than the others.
[[nodiscard]] Result<std::vector<Bearer>> find_bearers(const QueryApi& api, const std::string& host,
                                                       WallTime now, const Deadline& deadline);

/// Who bore an id last; null where nobody did.
[[nodiscard]] const Bearer* bearer_of(const std::vector<Bearer>& bearers, std::string_view id);

/// Under which id a device was seen last; null where it was not seen.
[[nodiscard]] const Bearer* last_of(const std::vector<Bearer>& bearers, std::string_view identity);

/// Absent for a word that is no kind.
[[nodiscard]] std::optional<DeviceKind> parse_kind(std::string_view word);

}  // namespace mimon::store::prometheus
