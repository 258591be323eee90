#include "cli/export_command.h"

#include <boost/json.hpp>
#include <cerrno>
#include <fstream>
#include <iostream>

#include "api/history_api.h"
#include "base/clock.h"
#include "collectors/all_collectors.h"
#include "daemon/history.h"
#include "stores/remote/engine_reader.h"
#include "stores/sqlite/sqlite_reader.h"

namespace mimon::cli {
namespace {

api::Target target_of(const ExportOptions& options, const std::string& host) {
  api::Target target;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) target.query.emplace_back(name, value);
  };
  add("host", host);
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

Result<std::unique_ptr<store::Store>> open_shared(const Config& config, const Catalog& catalog,
                                                  const Clock& clock, const Logger& log) {
  // Hosts are asked for by name here, this one too.
  auto engine = open_engine(config, "export", catalog, clock, log, EngineUse::read);
  if (!engine) return engine.error();
  return std::make_unique<store::remote::EngineReader>(std::move(*engine));
}

Result<std::unique_ptr<store::Store>> open_local(const Config& config) {
  const std::string data = config.data.empty() ? default_data_folder() : config.data;
  auto reader = store::sqlite::SqliteReader::open(data + "/history.db");
  if (!reader) return reader.error();
  return std::unique_ptr<store::Store>(std::move(*reader));
}

}  // namespace

Result<void> export_history(const Options& options, const Logger& log) {
  const ExportOptions& wanted = options.exporting;
  const SystemClock clock;
  const Catalog catalog = make_catalog();
  api::ThisHost self = this_host(options.config);
  std::string host = wanted.host;
  if (self.shared && host.empty()) host = self.name;
  if (self.shared) self.name.clear();
  const auto store =
      self.shared ? open_shared(options.config, catalog, clock, log) : open_local(options.config);
  if (!store) return store.error();
  const auto response = api::export_history(
      **store, self, catalog, clock.wall(),
      wanted.gpu.empty() ? api::HistoryOf::host : api::HistoryOf::gpu, target_of(wanted, host));
  if (response.status != 200) return refusal(response);
  if (wanted.output.empty()) return write(response, std::cout);
  std::ofstream file(wanted.output, std::ios::binary);
  if (!file) return errno_error(errno, wanted.output);
  return write(response, file);
}

}  // namespace mimon::cli
