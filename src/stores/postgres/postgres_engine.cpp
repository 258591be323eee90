#include "stores/postgres/postgres_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "stores/buckets.h"
#include "stores/postgres/ingest.h"
#include "stores/postgres/prune.h"
#include "stores/postgres/reader.h"
#include "stores/postgres/record.h"
#include "stores/postgres/rollup.h"

namespace mimon::store::postgres {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kMostIdle = 4;
// What one call of `maintain` may take, but for its last step.
constexpr std::chrono::milliseconds kUpkeepTime{250};
constexpr std::chrono::minutes kBetweenDrops{10};
constexpr std::chrono::minutes kBetweenLooks{1};

Error explained(const std::string& location, const Error& error) {
  return {error.code, fmt::format("{}: {}", location, error.message)};
}

}  // namespace

/// A connection for reading, given back where it is still good.
class PostgresEngine::Lease {
 public:
  Lease(const PostgresEngine& engine, std::unique_ptr<Connection> connection)
      : engine_(&engine), connection_(std::move(connection)) {}
  Lease(Lease&&) noexcept = default;
  Lease& operator=(Lease&&) = delete;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    if (!connection_ || !connection_->usable()) return;
    const std::lock_guard lock(engine_->reading_);
    if (engine_->idle_.size() < kMostIdle) engine_->idle_.push_back(std::move(connection_));
  }
  [[nodiscard]] Connection& connection() { return *connection_; }

 private:
  const PostgresEngine* engine_;
  std::unique_ptr<Connection> connection_;
};

PostgresEngine::PostgresEngine(const Libpq& pq, Options options, std::string location)
    : pq_(pq),
      options_(std::move(options)),
      location_(std::move(location)),
      target_{.url = options_.url, .password = options_.password, .interrupted = interrupted_} {}

PostgresEngine::~PostgresEngine() = default;

Result<std::unique_ptr<PostgresEngine>> PostgresEngine::open(Options options, const Logger& log) {
  const auto pq = Libpq::load();
  if (!pq) return pq.error();
  auto location = location_of(**pq, options.url);
  if (!location) return location.error();
  std::unique_ptr<PostgresEngine> engine(
      new PostgresEngine(**pq, std::move(options), std::move(*location)));
  const std::lock_guard lock(engine->writing_);
  const auto connected = engine->connect();
  if (connected) return engine;
  const Error error = explained(engine->location_, connected.error());
  if (engine->options_.reads_only || engine->options_.must_answer || is(error, SqlError::unfit))
    return Error{{}, error.message};
  log->warn("history: {}; samples wait on disk until it answers", error.what());
  return engine;
}

Result<void> PostgresEngine::connect() {
  if (writer_ && writer_->usable()) return {};
  forget();
  auto connection = Connection::open(pq_, target_);
  if (!connection) return connection.error();
  if (options_.reads_only) return check_readable(**connection);
  if (const auto done = migrate(**connection); !done) return done;
  std::set<Columns::Wanted> wanted;
  for (const MetricSpec* metric : options_.metrics)
    wanted.insert({metric->device, std::string(metric->id), metric->kind == Kind::flags});
  if (const auto done = columns_.load(**connection); !done) return done;
  if (const auto done = columns_.ensure(**connection, wanted); !done) return done;
  writer_ = std::move(*connection);
  return {};
}

void PostgresEngine::forget() {
  columns_ = Columns();
  partitions_.forget();
  registry_.forget();
}

std::string PostgresEngine::encode(const remote::HostIdentity& identity, const Snapshot& snapshot,
                                   std::chrono::sys_seconds time) const {
  return encode_tick(identity, snapshot, time);
}

Result<void> PostgresEngine::write(std::span<const Tick> ticks) {
  Result<void> done;
  // What is remembered of the schema may be old: another host may have dropped a day.
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (done = connect(); !done) return done;
    done = ingest(*writer_, ticks, columns_, partitions_, registry_);
    if (done) return done;
    forget();
    if (!writer_->usable()) return done;
    const bool outdated =
        is(done.error(), SqlError::duplicate) || is(done.error(), SqlError::out_of_shape);
    if (const auto loaded = columns_.load(*writer_); !loaded) return loaded;
    if (!outdated) return done;
  }
  return done;
}

Result<remote::Sent> PostgresEngine::send(std::span<const std::string> records) {
  const std::lock_guard lock(writing_);
  remote::Sent sent{.taken = records.size()};
  std::vector<Tick> ticks;
  std::vector<std::size_t> places;  // of `ticks` among the records
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (auto tick = decode_tick(records[i])) {
      ticks.push_back(std::move(*tick));
      places.push_back(i);
    } else {
      sent.refused.push_back(i);
    }
  }
  auto done = write(ticks);
  if (done) return sent;
  if (!is(done.error(), SqlError::data)) return explained(location_, done.error());
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    const auto alone = write({&ticks[i], 1});
    if (alone) continue;
    if (!is(alone.error(), SqlError::data)) return explained(location_, alone.error());
    sent.refused.push_back(places[i]);
  }
  std::ranges::sort(sent.refused);
  return sent;
}

Result<void> PostgresEngine::maintain(WallTime /*now*/) {
  const std::lock_guard lock(writing_);
  if (!writer_ || !writer_->usable()) return Error{{}, location_ + ": not connected"};
  behind_ = true;
  auto done = upkeep();
  if (done) return done;
  // The registry is not to be trusted after a transaction that failed.
  registry_.forget();
  partitions_.forget();
  return explained(location_, done.error());
}

Result<void> PostgresEngine::upkeep() {
  const auto until = steady_clock::now() + kUpkeepTime;
  while (true) {
    auto more = roll_up(*writer_, columns_, partitions_, registry_);
    if (more && !*more) more = prune(*writer_, options_.retention, registry_);
    if (!more) return more.error();
    if (!*more) break;
    if (steady_clock::now() >= until) return {};
  }
  behind_ = false;
  const auto now = steady_clock::now();
  if (!noted_oldest_ || now - *noted_oldest_ >= kBetweenLooks) {
    noted_oldest_ = now;
    if (const auto done = note_oldest(); !done) return done;
  }
  if (dropped_days_ && now - *dropped_days_ < kBetweenDrops) return {};
  dropped_days_ = now;
  return drop_days(*writer_, partitions_);
}

Result<void> PostgresEngine::note_oldest() {
  const auto found = read_oldest(*writer_, options_.host, 0);
  if (!found) return found.error();
  std::optional<std::int64_t> first;
  for (const auto& oldest : *found) {
    if (oldest) first = std::min(first.value_or(*oldest), *oldest);
  }
  oldest_ = first.value_or(-1);
  return {};
}

std::optional<WallTime> PostgresEngine::oldest() const {
  const std::int64_t second = oldest_;
  if (second < 0) return std::nullopt;
  return WallTime(std::chrono::seconds(second));
}

void PostgresEngine::interrupt() {
  *interrupted_ = true;
}

Result<PostgresEngine::Lease> PostgresEngine::lease() const {
  {
    const std::lock_guard lock(reading_);
    if (!idle_.empty()) {
      Lease lease(*this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
  }
  auto connection = Connection::open(pq_, target_);
  if (!connection) return connection.error();
  return Lease(*this, std::move(*connection));
}

template <typename Answer>
Result<Answer> PostgresEngine::ask(
    const std::function<Result<Answer>(Connection&)>& question) const {
  // A connection that waited may have been closed meanwhile: then a new one is asked.
  for (std::size_t attempt = 0;; ++attempt) {
    auto leased = lease();
    if (!leased) return explained(location_, leased.error());
    auto answer = question(leased->connection());
    if (answer) return answer;
    if (leased->connection().usable() || attempt >= kMostIdle || *interrupted_)
      return explained(location_, answer.error());
  }
}

std::string PostgresEngine::host_of(std::string_view host) const {
  return host.empty() ? options_.host : std::string(host);
}

Result<QueryResult> PostgresEngine::query(const Query& query) const {
  if (const auto sense = check(query); !sense) return sense.error();
  return ask<QueryResult>(
      [&](Connection& connection) { return read_history(connection, host_of(query.host), query); });
}

Resolution PostgresEngine::resolution_for(const Query& query) const {
  if (query.resolution) return *query.resolution;
  const auto oldest = ask<Oldest>([&](Connection& connection) {
    return read_oldest(connection, host_of(query.host), first_second(query.start));
  });
  return choose(query, oldest ? *oldest : Oldest());
}

Result<std::vector<SeriesInfo>> PostgresEngine::series(std::string_view host) const {
  return ask<std::vector<SeriesInfo>>(
      [&](Connection& connection) { return read_series(connection, host_of(host), host); });
}

Result<std::vector<HostSummary>> PostgresEngine::hosts() const {
  return ask<std::vector<HostSummary>>(
      [](Connection& connection) { return read_hosts(connection); });
}

Result<std::string> location_of(const Libpq& pq, const std::string& url) {
  char* why = nullptr;
  PQconninfoOption* options = pq.conninfo_parse(url.c_str(), &why);
  if (options == nullptr) {
    pq.free_memory(why);
    // libpq's words may quote the password.
    return Error{{}, "the store's URL is none that PostgreSQL's library understands"};
  }
  std::map<std::string_view, std::string> found;
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->val != nullptr) found[option->keyword] = option->val;
  }
  pq.conninfo_free(options);
  std::string host = found["host"].empty() ? found["hostaddr"] : found["host"];
  if (host.starts_with('/') || host.empty()) host = "localhost";
  const std::string port = found["port"].empty() ? "" : ":" + found["port"];
  return fmt::format("postgres://{}{}/{}", host, port, found["dbname"]);
}

}  // namespace mimon::store::postgres
