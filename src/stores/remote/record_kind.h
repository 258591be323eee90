#pragma once

#include <string>
#include <string_view>

namespace mimon::store::remote {

/// What a spool's records are, and with it which engines they can be sent to: where those are does
/// not count, so that what waits goes to wherever the store's URL points by then.
struct RecordKind {
  std::string family;  ///< of engines that take each other's records; without line ends
  int version = 1;     ///< of their encoding, the newest there may be among them
};

/// Whether an engine for `ours` takes records of `theirs`: of its family, and no newer.
[[nodiscard]] bool takes(const RecordKind& ours, const RecordKind& theirs);

/// As a spool keeps it: `prometheus 2`.
[[nodiscard]] std::string text_of(const RecordKind& kind);

/// Reads that. A location such as `http://host:9090` or `postgres://host/database`, which spools
/// kept before, stands for the first records of its family.
[[nodiscard]] RecordKind record_kind_of(std::string_view text);

}  // namespace mimon::store::remote
