#pragma once

#include <vector>

#include "metrics/catalog.h"
#include "stores/prometheus/filler.h"
#include "stores/prometheus/query_api.h"
#include "stores/prometheus/targets.h"

namespace mimon::store::prometheus {

/// Answers one question for history: seconds from the raw samples, coarser buckets from what the
/// engine computes over each, but for flags, whose bits it cannot join, and the last minute, which
/// VictoriaMetrics fills up with what went before. For one call.
class History {
 public:
  /// All must outlive it. `host` is not empty.
  History(const QueryApi& api, const Catalog& catalog, const std::string& host, WallTime now);

  /// `query` makes sense.
  [[nodiscard]] Result<QueryResult> answer(const Query& query);

  [[nodiscard]] static Resolution resolution_for(const Query& query);

 private:
  struct Span {
    std::int64_t from = 0;
    std::int64_t to = 0;
  };

  void plan(const Query& query);
  [[nodiscard]] Result<std::vector<Target>> find_targets(const Query& query);
  [[nodiscard]] Result<void> narrow();
  [[nodiscard]] Result<void> fill_axis();
  [[nodiscard]] Result<void> fill(const Group& group);
  [[nodiscard]] Result<void> fill_raw(const Group& group, std::vector<Filler>& fillers, Span span);
  [[nodiscard]] Result<void> fill_coarse(const Group& group, std::vector<Filler>& fillers,
                                         Span span);
  [[nodiscard]] Result<void> find_known(const Group& group);
  template <typename Each>
  [[nodiscard]] Result<void> raw(const std::string& selector, std::size_t series, Span span,
                                 Each each);
  template <typename Each>
  [[nodiscard]] Result<void> over_buckets(std::string_view function, const std::string& selector,
                                          Span span, Each each);

  const QueryApi& api_;
  const Catalog& catalog_;
  const std::string& host_;
  const WallTime now_;
  const Deadline deadline_;
  QueryResult result_;
  std::int64_t width_ = 1;
  Span span_;
  std::int64_t settled_ = 0;  ///< until here the engine's own buckets are as its samples say
};

}  // namespace mimon::store::prometheus
