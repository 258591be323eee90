#include "api/history_api.h"

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "api/history_query.h"
#include "api/history_writer.h"
#include "stores/export.h"

namespace mimon::api {
namespace {

struct Endpoint {
  std::string_view path;
  HistoryOf of;
  bool streamed;  ///< an export: any range at full length, sent as it is read
};

constexpr std::array kEndpoints{
    Endpoint{"/api/v1/system/gpu-metrics/history", HistoryOf::gpu, false},
    Endpoint{"/api/v1/system/metrics/history", HistoryOf::host, false},
    Endpoint{"/api/v1/system/gpu-metrics/export", HistoryOf::gpu, true},
    Endpoint{"/api/v1/system/metrics/export", HistoryOf::host, true},
};

const Endpoint* find_endpoint(std::string_view target) {
  const auto path = target.substr(0, target.find('?'));
  for (const Endpoint& endpoint : kEndpoints) {
    if (endpoint.path == path) return &endpoint;
  }
  return nullptr;
}

Response store_problem(const Error& error) {
  if (error.code == std::errc::invalid_argument) return problem(400, "Bad Request", error.message);
  auto response = problem(503, "Service Unavailable", "History cannot be read: " + error.what());
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

/// Sends a range as it is read: head, portions, end.
class Streaming {
 public:
  Streaming(const store::Store& store, HistoryQuestion question)
      : question_(std::move(question)), export_(store, question_.query) {}

  Piece next(std::string& chunk) {
    const bool csv = question_.format == HistoryFormat::csv;
    if (!std::exchange(begun_, true)) chunk = csv ? csv_head(question_) : "[";
    const auto portion = export_.next();
    if (!portion) return Piece::broken;
    const std::optional<store::QueryResult>& result = *portion;
    if (!result) {
      if (!csv) chunk += "]\n";
      return Piece::last;
    }
    if (csv) {
      append_csv(chunk, question_, *result);
    } else {
      std::string rows;
      append_rows(rows, question_, *result);
      if (std::exchange(any_rows_, true) && !rows.empty()) chunk += ",";
      chunk += rows;
    }
    return Piece::more;
  }

 private:
  HistoryQuestion question_;
  store::Export export_;
  bool begun_ = false;
  bool any_rows_ = false;
};

Response stream(const store::Store& store, HistoryQuestion question) {
  Response response;
  const bool csv = question.format == HistoryFormat::csv;
  response.content_type = csv ? "text/csv; charset=utf-8" : "application/json";
  response.headers.emplace_back("Content-Disposition", csv ? "attachment; filename=\"mimon.csv\""
                                                           : "attachment; filename=\"mimon.json\"");
  const auto streaming = std::make_shared<Streaming>(store, std::move(question));
  response.next_chunk = [streaming](std::string& chunk) { return streaming->next(chunk); };
  return response;
}

}  // namespace

HistoryApi::HistoryApi(const store::Store& store, const Catalog& catalog, const Clock& clock,
                       const Handler& next)
    : store_(store), catalog_(catalog), clock_(clock), next_(next) {}

bool HistoryApi::may_block(const Request& request) const {
  return find_endpoint(request.target) != nullptr || next_.may_block(request);
}

Response HistoryApi::handle(const Request& request) const {
  const Endpoint* endpoint = find_endpoint(request.target);
  if (!endpoint) return next_.handle(request);
  if (request.method != "GET" && request.method != "HEAD") {
    auto response = problem(405, "Method Not Allowed", "This endpoint takes GET and HEAD.");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const auto target = parse_target(request.target);
  if (!target) return problem(400, "Bad Request", target.error().message);
  if (endpoint->streamed)
    return export_history(store_, catalog_, clock_.wall(), endpoint->of, *target);
  auto read =
      read_history_question(*target, endpoint->of, catalog_, store_.series({}), clock_.wall());
  if (auto* wrong = std::get_if<Response>(&read)) return std::move(*wrong);
  const auto& question = std::get<HistoryQuestion>(read);
  if (question.format == HistoryFormat::csv) {
    return problem(400, "Bad Request", "'format' takes rows or columns here; csv is for export.");
  }
  const auto result = store_.query(question.query);
  if (!result) return store_problem(result.error());
  Response response;
  response.body = std::make_shared<const std::string>(question.format == HistoryFormat::columns
                                                          ? history_columns(question, *result)
                                                          : history_rows(question, *result));
  return response;
}

Response export_history(const store::Store& store, const Catalog& catalog, WallTime now,
                        HistoryOf of, const Target& target) {
  auto read = read_history_question(target, of, catalog, store.series({}), now);
  if (auto* wrong = std::get_if<Response>(&read)) return std::move(*wrong);
  return stream(store, std::move(std::get<HistoryQuestion>(read)));
}

}  // namespace mimon::api
