#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mimon::store::prometheus {

struct Sample {
  double time = 0;  ///< seconds since 1970
  double value = 0;
};

/// A series' labels, `__name__` among them, in the order that they came.
class Labels {
 public:
  Labels() = default;
  explicit Labels(std::vector<std::pair<std::string, std::string>> labels)
      : labels_(std::move(labels)) {}

  /// Empty where there is no such label, which means the same as an empty one.
  [[nodiscard]] std::string_view get(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> labels_;
};

struct Series {
  Labels labels;
  std::vector<Sample> samples;  ///< by time
};

/// What `/api/v1/query` and `/api/v1/query_range` answer: vectors and matrices alike. Values that
/// are no numbers (`NaN`, infinities) are left out.
[[nodiscard]] Result<std::vector<Series>> parse_series(std::string_view json);

/// What `/api/v1/series` answers.
[[nodiscard]] Result<std::vector<Labels>> parse_labels(std::string_view json);

/// What an answer that is no success says: the JSON's `error`, or the body's first line.
[[nodiscard]] std::string error_text(std::string_view body);

/// A status that is no success, with what is known of why: `401: the password or the token is
/// missing or wrong`, `503: too busy`.
[[nodiscard]] std::string status_text(long status, std::string_view body);

}  // namespace mimon::store::prometheus
