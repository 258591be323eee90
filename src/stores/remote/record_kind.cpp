#include "stores/remote/record_kind.h"

#include <fmt/format.h>

#include "base/text.h"

namespace mimon::store::remote {

bool takes(const RecordKind& ours, const RecordKind& theirs) {
  return theirs.family == ours.family && theirs.version <= ours.version;
}

std::string text_of(const RecordKind& kind) {
  return fmt::format("{} {}", kind.family, kind.version);
}

RecordKind record_kind_of(std::string_view text) {
  if (const auto end = text.find("://"); end != std::string_view::npos) {
    const std::string_view scheme = text.substr(0, end);
    return {std::string(scheme == "http" || scheme == "https" ? "prometheus" : scheme), 1};
  }
  const auto space = text.rfind(' ');
  if (space == std::string_view::npos) return {std::string(text), 1};
  const auto version = parse_number<int>(text.substr(space + 1));
  if (!version) return {std::string(text), 1};
  return {std::string(text.substr(0, space)), *version};
}

}  // namespace mimon::store::remote
