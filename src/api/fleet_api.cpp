#include "api/fleet_api.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "api/fleet_view.h"
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
  if (!target->query.empty()) {
    return problem(
        400, "Bad Request",
        "Unknown parameter '" + target->query.front().first + "'; this endpoint takes none.");
  }
  return hosts();
}

Response FleetApi::hosts() const {
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.wall());
  std::unique_lock lock(mutex_);
  if (!answer_.body) made_.wait(lock, [this] { return !making_; });
  if (answer_.body && (making_ || second_ == now)) return answer_;
  making_ = true;
  lock.unlock();
  Response fresh = make();
  lock.lock();
  answer_ = std::move(fresh);
  second_ = now;
  making_ = false;
  made_.notify_all();
  return answer_;
}

Response FleetApi::make() const {
  std::string detail;
  if (store_) {
    auto asked = store_->hosts();
    if (asked) {
      known_ = std::move(*asked);
    } else {
      detail = asked.error().what();
    }
  }
  if (const SnapshotPtr snapshot = latest_()) put_in(known_, summary_of(*snapshot, self_));
  Json json;
  write_fleet(json, {self_, clock_.wall(), known_, detail});
  Response response;
  response.body = std::make_shared<const std::string>(json.take());
  return response;
}

}  // namespace mimon::api
