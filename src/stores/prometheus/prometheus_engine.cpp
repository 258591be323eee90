#include "stores/prometheus/prometheus_engine.h"

#include <atomic>

#include "stores/prometheus/history.h"
#include "stores/prometheus/host_list.h"
#include "stores/prometheus/host_poll.h"
#include "stores/prometheus/oldest.h"
#include "stores/prometheus/packing.h"
#include "stores/prometheus/sender.h"
#include "stores/prometheus/series_list.h"
#include "stores/prometheus/write_request.h"

namespace mimon::store::prometheus {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::hours kBetweenLooks{6};
constexpr std::chrono::seconds kBetweenTries{30};
constexpr std::chrono::milliseconds kLookLimit{3000};

}  // namespace

struct PrometheusEngine::Parts {
  Parts(Options given, std::unique_ptr<HttpClient> client, const Catalog& known, const Clock& time,
        const Logger& log)
      : options(std::move(given)),
        http(std::move(client)),
        catalog(known),
        clock(time),
        requests(known),
        api(*http, options.endpoint),
        sender(*http, options.endpoint, api, log),
        host_list(api, known),
        hosts([this] { return host_list.at(clock.wall()); }) {}
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() { http->interrupt(); }

  [[nodiscard]] std::string host_of(std::string_view asked) const {
    return asked.empty() ? options.host : std::string(asked);
  }

  const Options options;
  const std::unique_ptr<HttpClient> http;
  const Catalog& catalog;
  const Clock& clock;
  const WriteRequests requests;
  const QueryApi api;
  Sender sender;
  HostList host_list;  ///< belongs to the thread of `hosts`
  HostPoll hosts;
  std::optional<steady_clock::time_point> next_look;  ///< belongs to the thread of `maintain`
  std::atomic<std::int64_t> oldest = -1;              ///< second; negative: not known
};

Result<std::unique_ptr<PrometheusEngine>> PrometheusEngine::make(Options options,
                                                                 const Catalog& catalog,
                                                                 const Clock& clock,
                                                                 const Logger& log) {
  auto http = HttpClient::make(options.endpoint.http);
  if (!http) return http.error();
  auto parts = std::make_unique<Parts>(std::move(options), std::move(*http), catalog, clock, log);
  return std::unique_ptr<PrometheusEngine>(  // NOLINT(modernize-make-unique): private constructor
      new PrometheusEngine(std::move(parts)));
}

PrometheusEngine::PrometheusEngine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PrometheusEngine::~PrometheusEngine() = default;

std::string PrometheusEngine::encode(const remote::HostIdentity& identity, const Snapshot& snapshot,
                                     std::chrono::sys_seconds time) const {
  return pack(parts_->requests.encode(identity, snapshot, time));
}

Result<remote::Sent> PrometheusEngine::send(std::span<const std::string> records) {
  return parts_->sender.send(records);
}

Result<void> PrometheusEngine::maintain(WallTime now) {
  const auto begins = steady_clock::now();
  if (parts_->next_look && begins < *parts_->next_look) return {};
  const auto found =
      find_oldest(parts_->api, parts_->options.host, std::chrono::floor<std::chrono::seconds>(now),
                  Deadline(kLookLimit));
  const bool known = found && *found;
  if (known) parts_->oldest = (*found)->time_since_epoch().count();
  // That it is not known harms nothing; whoever asks for history is told why.
  parts_->next_look = begins + (known ? steady_clock::duration(kBetweenLooks) : kBetweenTries);
  return {};
}

std::optional<WallTime> PrometheusEngine::oldest() const {
  const std::int64_t second = parts_->oldest;
  if (second < 0) return std::nullopt;
  return WallTime(std::chrono::seconds(second));
}

Result<QueryResult> PrometheusEngine::query(const Query& query) const {
  if (const auto sense = check(query); !sense) return sense.error();
  const std::string host = parts_->host_of(query.host);
  return History(parts_->api, parts_->catalog, host, parts_->clock.wall()).answer(query);
}

Resolution PrometheusEngine::resolution_for(const Query& query) const {
  return History::resolution_for(query);
}

Result<std::vector<SeriesInfo>> PrometheusEngine::series(std::string_view host) const {
  return list_series(parts_->api, parts_->catalog, parts_->host_of(host), parts_->clock.wall());
}

Result<std::vector<HostSummary>> PrometheusEngine::hosts() const {
  return parts_->hosts.newest();
}

void PrometheusEngine::interrupt() {
  parts_->http->interrupt();
}

std::string PrometheusEngine::location() const {
  return parts_->options.endpoint.location;
}

remote::RecordKind PrometheusEngine::records() const {
  return {"prometheus", 2};
}

}  // namespace mimon::store::prometheus
