#include "cli/export_command.h"

#include <boost/json.hpp>
#include <cerrno>
#include <fstream>
#include <iostream>

#include "api/history_api.h"
#include "base/clock.h"
#include "collectors/all_collectors.h"
#include "stores/sqlite/sqlite_reader.h"

namespace mimon::cli {
namespace {

api::Target target_of(const ExportOptions& options) {
  api::Target target;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) target.query.emplace_back(name, value);
  };
  if (options.gpu != "all") add("gpu_id", options.gpu);
  add("metrics", options.metrics);
  add("range", options.range);
  add("start_time", options.start);
  add("end_time", options.end);
  add("resolution", options.resolution);
  add("stats", options.stats);
  add("format", options.format == "json" ? "rows" : options.format);
  return target;
}

Error refusal(const api::Response& problem) {
  boost::system::error_code unreadable;
  const auto document = boost::json::parse(*problem.body, unreadable);
  const auto* detail = unreadable ? nullptr : document.as_object().if_contains("detail");
  return {{}, detail ? std::string(detail->as_string()) : *problem.body};
}

Result<void> write(const api::Response& response, std::ostream& out) {
  for (auto piece = api::Piece::more; piece == api::Piece::more;) {
    std::string chunk;
    piece = response.next_chunk(chunk);
    if (piece == api::Piece::broken) return Error{{}, "history cannot be read any further"};
    if (!out.write(chunk.data(), static_cast<std::streamsize>(chunk.size()))) break;
  }
  return out.flush() ? Result<void>() : errno_error(errno, "cannot write the export");
}

}  // namespace

Result<void> export_history(const Options& options) {
  const std::string data =
      options.config.data.empty() ? default_data_folder() : options.config.data;
  const auto store = store::sqlite::SqliteReader::open(data + "/history.db");
  if (!store) return store.error();
  const ExportOptions& wanted = options.exporting;
  const auto response = api::export_history(
      **store, {}, make_catalog(), SystemClock().wall(),
      wanted.gpu.empty() ? api::HistoryOf::host : api::HistoryOf::gpu, target_of(wanted));
  if (response.status != 200) return refusal(response);
  if (wanted.output.empty()) return write(response, std::cout);
  std::ofstream file(wanted.output, std::ios::binary);
  if (!file) return errno_error(errno, wanted.output);
  return write(response, file);
}

}  // namespace mimon::cli
