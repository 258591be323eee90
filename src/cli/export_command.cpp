#include "cli/export_command.h"

#include <boost/json.hpp>
#include <cstdio>
#include <memory>

#include "api/history_api.h"
#include "base/clock.h"
#include "collectors/all_collectors.h"
#include "stores/sqlite/sqlite_reader.h"

namespace mimon::cli {
namespace {

struct Close {
  void operator()(std::FILE* file) const { (void)std::fclose(file); }
};

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

Result<void> write(api::Response response, std::FILE* out) {
  for (auto piece = api::Piece::more; piece == api::Piece::more;) {
    std::string chunk;
    piece = response.next_chunk(chunk);
    if (piece == api::Piece::broken) return Error{{}, "history cannot be read any further"};
    if (std::fwrite(chunk.data(), 1, chunk.size(), out) != chunk.size())
      return errno_error(errno, "cannot write the export");
  }
  if (std::fflush(out) != 0) return errno_error(errno, "cannot write the export");
  return {};
}

}  // namespace

Result<void> export_history(const Options& options) {
  const std::string data =
      options.config.data.empty() ? default_data_folder() : options.config.data;
  const auto store = store::sqlite::SqliteReader::open(data + "/history.db");
  if (!store) return store.error();
  const ExportOptions& wanted = options.exporting;
  auto response = api::export_history(
      **store, make_catalog(), SystemClock().wall(),
      wanted.gpu.empty() ? api::HistoryOf::host : api::HistoryOf::gpu, target_of(wanted));
  if (response.status != 200) return refusal(response);
  if (wanted.output.empty()) return write(std::move(response), stdout);
  const std::unique_ptr<std::FILE, Close> file(std::fopen(wanted.output.c_str(), "we"));
  if (!file) return errno_error(errno, wanted.output);
  return write(std::move(response), file.get());
}

}  // namespace mimon::cli
