#include "api/fleet_api.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "api/fleet_view.h"
#include "api/gzip.h"
#include "api/query.h"

namespace mimon::api {
namespace {

constexpr std::string_view kPath = "/api/v1/system/hosts";

bool is_ours(const Request& request) {
  return request.target.substr(0, request.target.find('?')) == kPath;
}

/// Puts this machine where its name belongs, in place of what the store knows of it.
void put_in(std::vector<store::HostSummary>& hosts, store::HostSummary own) {
  const auto at = std::lower_bound(
      hosts.begin(), hosts.end(), own.host,
      [](const store::HostSummary& host, const std::string& name) { return host.host < name; });
  if (at != hosts.end() && at->host == own.host) {
    *at = std::move(own);
  } else {
    hosts.insert(at, std::move(own));
  }
}

}  // namespace

FleetApi::FleetApi(SystemApi::LatestSnapshot latest, const store::Store* store, ThisHost self,
                   const Clock& clock, const Handler& next)
    : latest_(std::move(latest)),
      store_(self.shared ? store : nullptr),
      self_(std::move(self)),
      clock_(clock),
      next_(next) {}

bool FleetApi::may_block(const Request& request) const {
  return is_ours(request) ? store_ != nullptr : next_.may_block(request);
}

Response FleetApi::handle(const Request& request) const {
  if (!is_ours(request)) return next_.handle(request);
  if (request.method != "GET" && request.method != "HEAD") {
    auto response = problem(405, "Method Not Allowed", "This endpoint takes GET and HEAD.");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const auto target = parse_target(request.target);
  if (!target) return problem(400, "Bad Request", target.error().message);
  for (const auto& [name, value] : target->query) {
    if (name != "format")
      return problem(400, "Bad Request",
                     "Unknown parameter '" + name + "'; this endpoint takes format.");
    if (value != "rows" && value != "columns")
      return problem(400, "Bad Request", "'format' takes rows or columns.");
  }
  return hosts({.columns = target->find("format") == "columns", .gzip = request.takes_gzip});
}

Response FleetApi::hosts(Form form) const {
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.wall());
  Answer& answer = answers_.at((form.columns ? 2U : 0U) + (form.gzip ? 1U : 0U));
  std::unique_lock lock(mutex_);
  const auto fresh = [&] { return answer.response.body && answer.second >= now; };
  const auto usable = [&] { return answer.response.body && answer.second >= now - kLongestRest; };
  made_.wait(lock, [&] { return !making_ || usable(); });
  if (fresh() || making_) return answer.response;
  making_ = true;
  lock.unlock();
  Response made = make(form, now);
  lock.lock();
  answer = {.second = now, .response = std::move(made)};
  making_ = false;
  made_.notify_all();
  return answer.response;
}

Response FleetApi::make(Form form, std::chrono::sys_seconds second) const {
  if (asked_ != second) ask_store();
  asked_ = second;
  Json json;
  const Fleet fleet{self_, clock_.wall(), known_, detail_};
  if (form.columns)
    write_fleet_columns(json, fleet);
  else
    write_fleet(json, fleet);
  Response response;
  response.body = std::make_shared<const std::string>(json.take());
  return packed(std::move(response), form.gzip);
}

void FleetApi::ask_store() const {
  detail_.clear();
  if (store_) {
    auto asked = store_->hosts();
    if (asked) {
      known_ = std::move(*asked);
    } else {
      detail_ = asked.error().what();
    }
  }
  if (const SnapshotPtr snapshot = latest_()) put_in(known_, summary_of(*snapshot, self_));
}

}  // namespace mimon::api
