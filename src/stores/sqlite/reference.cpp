#include "stores/sqlite/reference.h"

#include <utility>

namespace mimon::store::sqlite {
namespace {

// Unsigned, so that damaged bytes overflow without harm.
void shift(std::span<std::int64_t> values, bool negated, std::uint64_t offset) {
  for (std::int64_t& value : values) {
    if (value == kAbsent) continue;
    const auto other = static_cast<std::uint64_t>(value);
    value = static_cast<std::int64_t>(negated ? offset - other : offset + other);
  }
}

}  // namespace

void resolve(const Reference& reference, std::span<std::int64_t> samples) {
  shift(samples, reference.negated, static_cast<std::uint64_t>(reference.offset));
}

void resolve(const Reference& reference, TierColumn& column) {
  const auto offset = static_cast<std::uint64_t>(reference.offset);
  shift(column.avg, reference.negated, offset * kFiner);
  if (reference.negated) std::swap(column.min, column.max);
  shift(column.min, reference.negated, offset);
  shift(column.max, reference.negated, offset);
}

}  // namespace mimon::store::sqlite
