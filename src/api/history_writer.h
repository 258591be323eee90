#pragma once

#include <string>
#include <string_view>

#include "api/history_query.h"

namespace mimon::api {

// How history is written.

/// `{resolution, step, start_time, end_time, …, data: [{timestamp, …}]}`: a row a time and GPU,
/// with `<key>_min` and `<key>_max` where asked; `host` first where the question named it.
[[nodiscard]] std::string history_rows(const HistoryQuestion& question,
                                       const store::QueryResult& result);

/// `{resolution, step, …, timestamps: [seconds], series: [{gpu_id, metric, unit, avg, min, max}]}`.
[[nodiscard]] std::string history_columns(const HistoryQuestion& question,
                                          const store::QueryResult& result);

/// The head line of a CSV export, and its lines for a portion: `timestamp[,gpu_id],<key>…`. Empty
/// for absent; a GPU that the question names by its UUID has it in the place of its index.
[[nodiscard]] std::string csv_head(const HistoryQuestion& question);
void append_csv(std::string& out, const HistoryQuestion& question,
                const store::QueryResult& portion);

/// A portion's rows, separated by commas, for streaming a long range as JSON.
void append_rows(std::string& out, const HistoryQuestion& question,
                 const store::QueryResult& portion);

}  // namespace mimon::api
