#include "api/system_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/arguments.h"
#include "api/familiar_metrics.h"
#include "api/gzip.h"
#include "api/openmetrics.h"
#include "api/store_metrics.h"
#include "base/version.h"

namespace mimon::api {
namespace {

Response json_response(std::string body) {
  Response response;
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

Response method_not_allowed(std::string_view method) {
  auto response = problem(405, "Method Not Allowed",
                          fmt::format("This endpoint takes GET and HEAD, not {}.", method));
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

Response starting() {
  auto response = problem(503, "Service Unavailable", "The first sample is not there yet.");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

bool sources_work(const Snapshot& snapshot) {
  const auto& vendors = snapshot.vendors;
  const auto& collectors = snapshot.collectors;
  return std::none_of(
             vendors.begin(), vendors.end(),
             [](const VendorStatus& v) { return v.state == VendorStatus::State::failed; }) &&
         std::all_of(collectors.begin(), collectors.end(),
                     [](const CollectorStatus& c) { return c.ok; });
}

std::optional<std::string> moment(const std::optional<WallTime>& time) {
  return time ? std::optional(iso8601(*time)) : std::nullopt;
}

std::optional<double> seconds_of(const std::optional<std::chrono::milliseconds>& time) {
  return time ? std::optional(std::chrono::duration<double>(*time).count()) : std::nullopt;
}

void write_store(Json& json, const store::StoreStatus& status) {
  json.begin_object();
  json.field("state", status.state == store::StoreStatus::State::ok ? "ok" : "degraded");
  json.field("detail", std::string_view(status.detail));
  json.field("location", std::string_view(status.location));
  json.field("set_aside", std::string_view(status.set_aside));
  json.field("bytes", status.bytes);
  json.field("ticks", status.ticks);
  json.field("dropped", status.dropped);
  json.field("unwritten", status.unwritten);
  json.field("shared", status.lag.has_value());
  json.number_field("lag", seconds_of(status.lag), 3);
  json.field("oldest", moment(status.oldest));
  json.field("last_write", moment(status.last_write));
  json.end_object();
}

constexpr std::string_view kHealthPath = "/api/v1/system/health";

// Scrapers ask for gzip by habit, from close by: their text stays as it is, as it costs less so.
bool may_be_compressed(const Request& request) {
  return request.target.starts_with(kBasePath);
}

/// Answers are alike where their keys are. No target has a space.
std::string cache_key(const Request& request) {
  std::string key(request.target);
  if (request.target == "/metrics") {
    if (metrics_format(request.accept) == MetricsFormat::openmetrics) key += " as OpenMetrics";
  } else if (request.takes_gzip && may_be_compressed(request)) {
    key += " as gzip";
  }
  return key;
}

}  // namespace

SystemApi::SystemApi(LatestSnapshot latest, const Catalog& catalog, const Clock& clock,
                     HistoryStatus history)
    : latest_(std::move(latest)),
      history_(std::move(history)),
      catalog_(catalog),
      clock_(clock),
      started_(clock.mono()),
      layouts_(catalog) {}

bool SystemApi::may_block(const Request& /*request*/) const {
  return false;
}

Response SystemApi::handle(const Request& request) const {
  const SnapshotPtr snapshot = latest_();
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const std::string key = cache_key(request);
  if (reads && snapshot) {
    if (auto response = cached(key, snapshot); response.body) return response;
  }
  Response response = answer(request, snapshot);
  if (may_be_compressed(request)) response = packed(std::move(response), request.takes_gzip);
  if (reads && snapshot && response.status == 200 && !request.target.starts_with(kHealthPath)) {
    remember(key, snapshot, response);
  }
  return response;
}

Response SystemApi::answer(const Request& request, const SnapshotPtr& snapshot) const {
  const auto target = parse_target(request.target);
  if (!target) return problem(400, "Bad Request", target.error().message);
  const std::string_view path = target->path;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (path == "/metrics" || path == "/metrics/dcgm" || path == "/metrics/node") {
    if (!reads) return method_not_allowed(request.method);
    if (!snapshot) return starting();
    if (path == "/metrics/dcgm") return text_metrics_response(dcgm_text(*snapshot));
    if (path == "/metrics/node") return text_metrics_response(node_text(*snapshot));
    const MetricsFormat format = metrics_format(request.accept);
    return metrics_response(*snapshot, format,
                            history_ ? store_metrics(history_(), format) : std::string());
  }
  if (!path.starts_with(kBasePath)) {
    return problem(404, "Not Found", fmt::format("There is nothing at '{}'.", path));
  }
  if (path == kHealthPath) return reads ? health(snapshot) : method_not_allowed(request.method);
  for (const Route& route : snapshot_routes()) {
    std::string segment;
    if (!matches(route.path, path.substr(kBasePath.size()), segment)) continue;
    if (!reads) return method_not_allowed(request.method);
    if (!snapshot) return starting();
    const View view{*snapshot, layouts_};
    auto arguments = check_arguments(route, *target, segment, view);
    if (auto* wrong = std::get_if<Response>(&arguments)) return std::move(*wrong);
    Json json;
    route.write(json, view, std::get<Arguments>(arguments), catalog_);
    return json_response(json.take());
  }
  return problem(404, "Not Found", fmt::format("There is nothing at '{}'.", path));
}

Response SystemApi::health(const SnapshotPtr& snapshot) const {
  const MonoTime now = clock_.mono();
  const auto age = snapshot ? std::optional(seconds_between(snapshot->mono, now)) : std::nullopt;
  const double patience =
      snapshot ? 5 * std::chrono::duration<double>(snapshot->interval).count() : 0;
  const bool alive = age && *age < patience;
  bool whole = alive;
  Json json;
  json.begin_object();
  json.field("version", kVersion);
  json.number_field("uptime", seconds_between(started_, now), 1);
  json.number_field("sample_age", age, 3);
  json.field("tick", snapshot ? std::optional(snapshot->tick) : std::nullopt);
  if (snapshot) {
    write_sources(json, *snapshot);
    whole = whole && sources_work(*snapshot);
  } else {
    write_sources(json, Snapshot());
  }
  json.key("store");
  if (history_) {
    const store::StoreStatus status = history_();
    whole = whole && status.state == store::StoreStatus::State::ok;
    write_store(json, status);
  } else {
    json.null();
  }
  json.field("status", !alive ? "down" : whole ? "ok" : "degraded");
  json.end_object();
  Response response = json_response(json.take());
  if (!alive) response.status = 503;
  return response;
}

Response SystemApi::cached(const std::string& key, const SnapshotPtr& snapshot) const {
  const std::lock_guard lock(cache_mutex_);
  if (cache_of_ != snapshot) return {};
  const auto found = cache_.find(key);
  return found == cache_.end() ? Response{} : found->second;
}

void SystemApi::remember(const std::string& key, const SnapshotPtr& snapshot,
                         const Response& response) const {
  const std::lock_guard lock(cache_mutex_);
  if (cache_of_ != snapshot) {
    cache_.clear();
    cache_of_ = snapshot;
  }
  if (cache_.size() < kCacheLimit) cache_.emplace(key, response);
}

}  // namespace mimon::api
