#include "api/history_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/gzip.h"
#include "api/history_hosts.h"
#include "api/history_query.h"
#include "api/history_writer.h"
#include "stores/export.h"

namespace mimon::api {
namespace {

struct Endpoint {
  std::string_view path;
  HistoryOf of;
  HistoryUse use;
};

constexpr std::array kEndpoints{
    Endpoint{"/api/v1/system/gpu-metrics/history", HistoryOf::gpu, HistoryUse::answer},
    Endpoint{"/api/v1/system/metrics/history", HistoryOf::host, HistoryUse::answer},
    Endpoint{"/api/v1/system/gpu-metrics/export", HistoryOf::gpu, HistoryUse::exporting},
    Endpoint{"/api/v1/system/metrics/export", HistoryOf::host, HistoryUse::exporting},
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

constexpr std::size_t kMostAtOnce = 4;
// Of one answer: it is written as a whole before it is sent. A day by the second of 8 GPUs fits,
// with the metrics that are answered with unless others are asked for.
constexpr std::size_t kMostValues = 3'500'000;

/// What `ask` says of some of the items, `kMostAtOnce` from `first` on, in their order. They are
/// asked for at the same time, as with several hosts most of it is waiting for an engine elsewhere.
template <typename Item, typename Ask>
auto ask_at_once(const std::vector<Item>& items, std::size_t first, const Ask& ask) {
  std::vector<std::invoke_result_t<const Ask&, const Item&>> answers;
  std::vector<std::future<typename decltype(answers)::value_type>> others;
  const std::size_t end = std::min(items.size(), first + kMostAtOnce);
  // Where no thread is to be had, `get` asks.
  for (std::size_t i = first + 1; i < end; ++i) {
    others.push_back(std::async(std::launch::async | std::launch::deferred, std::cref(ask),
                                std::cref(items[i])));
  }
  answers.reserve(end - first);
  answers.push_back(ask(items[first]));
  for (auto& other : others) answers.push_back(other.get());
  return answers;
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

/// What is wrong with asking about this host; absent where the store knows `known` of it.
std::optional<Response> unknown_host(const store::Store& store, const HostPart& part,
                                     const std::vector<store::SeriesInfo>& known) {
  if (part.host.empty() || !known.empty()) return std::nullopt;
  if (const auto hosts = store.hosts(); !hosts) return store_problem(hosts.error());
  return problem(404, "Not Found",
                 fmt::format("There is no history of a host '{}' in the store.", part.host));
}

std::variant<HistoryQuestion, Response> read_part(const store::Store& store, HistoryOf of,
                                                  HistoryUse use, const Catalog& catalog,
                                                  WallTime now, const HostPart& part) {
  const auto known = store.series(part.host);
  if (auto wrong = unknown_host(store, part, known)) return std::move(*wrong);
  auto read = read_history_question(part.target, of, use, catalog, known, now);
  if (auto* question = std::get_if<HistoryQuestion>(&read)) {
    question->host = part.name;
    question->query.host = part.host;
  }
  return read;
}

std::variant<std::vector<HistoryQuestion>, Response> read_parts(
    const store::Store& store, HistoryOf of, const Catalog& catalog, WallTime now,
    const std::vector<HostPart>& parts) {
  const auto read = [&](const HostPart& part) {
    return read_part(store, of, HistoryUse::answer, catalog, now, part);
  };
  std::vector<HistoryQuestion> questions;
  for (std::size_t first = 0; first < parts.size(); first += kMostAtOnce) {
    for (auto& one : ask_at_once(parts, first, read)) {
      if (auto* wrong = std::get_if<Response>(&one)) return std::move(*wrong);
      questions.push_back(std::move(std::get<HistoryQuestion>(one)));
    }
  }
  return questions;
}

/// So that hosts can be laid over each other, all are answered at the coarsest resolution that one
/// of them needs.
void agree(const store::Store& store, std::vector<HistoryQuestion>& questions) {
  if (questions.size() < 2 || questions.front().query.resolution) return;
  store::Resolution coarsest = store::Resolution::s1;
  const auto ask = [&](const HistoryQuestion& question) {
    return store.resolution_for(question.query);
  };
  for (std::size_t first = 0; first < questions.size(); first += kMostAtOnce) {
    const auto needed = ask_at_once(questions, first, ask);
    coarsest = std::max(coarsest, *std::max_element(needed.begin(), needed.end()));
  }
  for (HistoryQuestion& question : questions) question.query.resolution = coarsest;
}

/// What is asked for at once shares the room that one answer has.
void limit(std::vector<HistoryQuestion>& questions) {
  for (HistoryQuestion& question : questions)
    question.query.max_values = kMostValues / std::min(questions.size(), kMostAtOnce);
}

std::string written(const HistoryQuestion& question, const store::QueryResult& result) {
  return question.format == HistoryFormat::columns ? history_columns(question, result)
                                                   : history_rows(question, result);
}

Response answer(const store::Store& store, const std::vector<HistoryQuestion>& questions) {
  const auto ask = [&](const HistoryQuestion& question) { return store.query(question.query); };
  std::string body;
  std::size_t values = 0;
  for (std::size_t first = 0; first < questions.size(); first += kMostAtOnce) {
    const auto results = ask_at_once(questions, first, ask);
    for (std::size_t i = 0; i < results.size(); ++i) {
      const HistoryQuestion& question = questions[first + i];
      if (!results[i]) return store_problem(results[i].error());
      values += store::values_in(question.query, *results[i]);
      if (values > kMostValues) {
        return problem(400, "Bad Request",
                       "That is too much for one answer: ask for a coarser resolution or fewer "
                       "hosts, or set 'max_points'.");
      }
      std::string part = written(question, *results[i]);
      if (body.empty())
        body = std::move(part);
      else
        body.append(1, ',').append(part);
    }
  }
  if (questions.size() > 1) body = R"({"hosts":[)" + body + "]}";
  Response response;
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

}  // namespace

HistoryApi::HistoryApi(const store::Store& store, ThisHost self, const Catalog& catalog,
                       const Clock& clock, const Handler& next)
    : store_(store), self_(std::move(self)), catalog_(catalog), clock_(clock), next_(next) {}

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
  const WallTime now = clock_.wall();
  if (endpoint->use == HistoryUse::exporting)
    return export_history(store_, self_, catalog_, now, endpoint->of, *target);
  auto split = split_hosts(*target, endpoint->of, self_);
  if (auto* wrong = std::get_if<Response>(&split)) return std::move(*wrong);
  auto read =
      read_parts(store_, endpoint->of, catalog_, now, std::get<std::vector<HostPart>>(split));
  if (auto* wrong = std::get_if<Response>(&read)) return std::move(*wrong);
  auto& questions = std::get<std::vector<HistoryQuestion>>(read);
  agree(store_, questions);
  limit(questions);
  return packed(answer(store_, questions), request.takes_gzip);
}

Response export_history(const store::Store& store, const ThisHost& self, const Catalog& catalog,
                        WallTime now, HistoryOf of, const Target& target) {
  auto split = split_hosts(target, of, self);
  if (auto* wrong = std::get_if<Response>(&split)) return std::move(*wrong);
  const auto& parts = std::get<std::vector<HostPart>>(split);
  if (parts.size() > 1)
    return problem(400, "Bad Request", "An export is of one host; name one in 'host'.");
  auto read = read_part(store, of, HistoryUse::exporting, catalog, now, parts.front());
  if (auto* wrong = std::get_if<Response>(&read)) return std::move(*wrong);
  return stream(store, std::move(std::get<HistoryQuestion>(read)));
}

}  // namespace mimon::api
