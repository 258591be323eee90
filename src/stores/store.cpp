#include "stores/store.h"

#include <fmt/format.h>

namespace mimon::store {
namespace {

Error invalid(std::string message) {
  return {std::make_error_code(std::errc::invalid_argument), std::move(message)};
}

constexpr WallTime kFirst{};
constexpr WallTime kLast{std::chrono::sys_days(std::chrono::year(9999) / 12 / 31)};

}  // namespace

std::string identity_of(const Device& device) {
  for (const InfoField& field : device.info) {
    const auto* text = std::get_if<std::string>(&field.value);
    if (field.spec->key == "uuid" && text != nullptr && !text->empty()) return *text;
  }
  return device.id;
}

Result<void> check(const Query& query) {
  if (query.series.empty()) return invalid("no series is asked for");
  if (query.end <= query.start) return invalid("the range ends before it begins");
  if (query.start < kFirst || query.end > kLast)
    return invalid("the range must lie within the years 1970 to 9999");
  if (query.max_points == 1) return invalid("max_points must be at least 2");
  if (query.resolution && query.max_points == 0) {
    const auto points =
        static_cast<std::size_t>((query.end - query.start) / step_of(*query.resolution));
    if (points > kMaxValues / query.series.size())
      return invalid(
          "the range has too many points at this resolution: ask for a coarser one, or "
          "set max_points");
  }
  if (query.max_points > kMaxValues / query.series.size())
    return invalid("max_points is too large for this many series");
  return {};
}

std::size_t values_in(const Query& query, const QueryResult& result) {
  return result.times.size() * query.series.size() * (result.min_max ? 3 : 1);
}

Result<void> check_size(const Query& query, const QueryResult& result) {
  if (query.max_values == 0 || values_in(query, result) <= query.max_values) return {};
  return invalid(fmt::format(
      "the answer would have more than {} values: ask for a coarser resolution or fewer series, "
      "set max_points, or take the same from /export, which sends any length",
      query.max_values));
}

Result<std::vector<HostSummary>> Store::hosts() const {
  return std::vector<HostSummary>();
}

}  // namespace mimon::store
