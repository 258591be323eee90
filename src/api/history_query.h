#pragma once

#include <string>
#include <variant>
#include <vector>

#include "api/http.h"
#include "api/query.h"
#include "metrics/catalog.h"
#include "stores/store.h"

namespace mimon::api {

/// Whose history is asked for.
enum class HistoryOf { host, gpu };

/// An answer is written as a whole; an export is sent as it is read, at full length.
enum class HistoryUse { answer, exporting };

enum class HistoryFormat { rows, columns, csv };

/// One metric of one device in an answer.
struct HistorySeries {
  int gpu_id = -1;     ///< -1 for the host, and for a card that bears no index any more
  std::string uuid{};  ///< of a GPU that the question names by it
  const MetricSpec* spec = nullptr;

  [[nodiscard]] bool of_gpu() const { return gpu_id >= 0 || !uuid.empty(); }
};

/// A checked question for history.
struct HistoryQuestion {
  HistoryFormat format = HistoryFormat::rows;
  std::string host;  ///< for the answer; empty where the question named none
  store::Query query;
  std::vector<HistorySeries> series;  ///< in the order of `query.series`
};

/// The key of a metric in a row: its id with underscores, `memory_used`.
[[nodiscard]] std::string row_key(const MetricSpec& spec);

/// Checks the parameters of a request for history; the response is the problem that it has: 400 for
/// an inverted, future or malformed range, an unknown metric or resolution, a bad limit; 404 for a
/// GPU that neither is there nor was, with those that are known; a card that was taken out goes by
/// its UUID. `known` is what the store holds of the host that is asked about.
[[nodiscard]] std::variant<HistoryQuestion, Response> read_history_question(
    const Target& target, HistoryOf of, HistoryUse use, const Catalog& catalog,
    const std::vector<store::SeriesInfo>& known, WallTime now);

}  // namespace mimon::api
