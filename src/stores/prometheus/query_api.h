#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stores/prometheus/endpoint.h"
#include "stores/prometheus/reply.h"

namespace mimon::store::prometheus {

/// The start of a range that reaches back as far as the engine does. Not 0, which VictoriaMetrics
/// takes for none given: the last five minutes.
inline constexpr double kEverything = 1;

/// When a call must have ended, over all the requests that it makes.
class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds limit)
      : end_(std::chrono::steady_clock::now() + limit) {}
  /// At least a millisecond, so that what begins late fails as one that takes too long.
  [[nodiscard]] std::chrono::milliseconds left() const;

 private:
  std::chrono::steady_clock::time_point end_;
};

/// Prometheus' HTTP query API, as its kin offer it too. Caches and delays of VictoriaMetrics are
/// turned off by `nocache`, which others ignore. Safe to use from any thread.
class QueryApi {
 public:
  /// Both must outlive it.
  QueryApi(const HttpClient& http, const Endpoint& endpoint) : http_(http), endpoint_(endpoint) {}

  /// `query` evaluated at a time, seconds since 1970: of a range selector, the raw samples.
  [[nodiscard]] Result<std::vector<Series>> instant(const std::string& query, double time,
                                                    const Deadline& deadline) const;
  /// `query` evaluated at `start`, `start + step`, … up to `end`.
  [[nodiscard]] Result<std::vector<Series>> range(const std::string& query, double start,
                                                  double end, std::int64_t step,
                                                  const Deadline& deadline) const;
  /// The series that match and had a sample in the range.
  [[nodiscard]] Result<std::vector<Labels>> series(const std::string& selector, double start,
                                                   double end, const Deadline& deadline) const;

 private:
  using Form = std::vector<std::pair<std::string_view, std::string>>;
  [[nodiscard]] Result<std::string> ask(std::string_view path, const Form& form,
                                        const Deadline& deadline) const;

  const HttpClient& http_;
  const Endpoint& endpoint_;
};

/// A text as PromQL's double-quoted string.
[[nodiscard]] std::string promql_string(std::string_view text);

/// A regular expression, quoted, that matches the words alone.
[[nodiscard]] std::string quoted_any_of(const std::vector<std::string>& words);

}  // namespace mimon::store::prometheus
