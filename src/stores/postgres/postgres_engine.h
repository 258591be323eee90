#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "metrics/metric_spec.h"
#include "stores/postgres/connection.h"
#include "stores/postgres/points.h"
#include "stores/postgres/registry.h"
#include "stores/postgres/schema.h"
#include "stores/remote/engine.h"
#include "stores/retention.h"

namespace mimon::store::postgres {

/// History in a PostgreSQL database, version 13 or newer, that many hosts share: a row a device
/// and tick in `system_metrics_history`, rolled up and pruned host by host.
class PostgresEngine final : public remote::Engine {
 public:
  struct Options {
    std::string url;       ///< as libpq takes it: `postgres://user@host/database?sslmode=…`
    std::string password;  ///< empty: what the URL, PGPASSWORD or PGPASSFILE say
    std::string host;      ///< stands for an empty `Query::host`
    Retention retention;   ///< of the hosts that it writes; `max_bytes` does not count
    std::vector<const MetricSpec*> metrics;  ///< whose columns are made at the start
    bool reads_only = false;   ///< nothing is made or changed, nor sent; `open` needs an answer
    bool must_answer = false;  ///< at once, or `open` fails
  };

  /// Fails where the client library is missing, the URL is none, or the database says that it can
  /// never be used. A server that does not answer is no failure.
  [[nodiscard]] static Result<std::unique_ptr<PostgresEngine>> open(Options options,
                                                                    const Logger& log);
  ~PostgresEngine() override;

  [[nodiscard]] std::string encode(const remote::HostIdentity& identity, const Snapshot& snapshot,
                                   std::chrono::sys_seconds time) const override;
  [[nodiscard]] Result<remote::Sent> send(std::span<const std::string> records) override;
  [[nodiscard]] Result<void> maintain(WallTime now) override;
  [[nodiscard]] Result<QueryResult> query(const Query& query) const override;
  [[nodiscard]] Resolution resolution_for(const Query& query) const override;
  [[nodiscard]] Result<std::vector<SeriesInfo>> series(std::string_view host) const override;
  [[nodiscard]] Result<std::vector<HostSummary>> hosts() const override;
  [[nodiscard]] std::optional<WallTime> oldest() const override;
  void interrupt() override;
  [[nodiscard]] std::string location() const override { return location_; }

  /// Whether the last `maintain` left something to do. For any thread.
  [[nodiscard]] bool behind() const { return behind_; }

 private:
  class Lease;

  PostgresEngine(const Libpq& pq, Options options, std::string location);
  [[nodiscard]] Result<void> connect();
  [[nodiscard]] Result<void> write(std::span<const Tick> ticks);
  void forget();
  [[nodiscard]] Result<void> upkeep();
  [[nodiscard]] Result<void> note_oldest();
  [[nodiscard]] Result<Lease> lease() const;
  template <typename Answer>
  [[nodiscard]] Result<Answer> ask(
      const std::function<Result<Answer>(Connection&)>& question) const;
  [[nodiscard]] std::string host_of(std::string_view host) const;

  const Libpq& pq_;
  const Options options_;
  const std::string location_;
  const std::shared_ptr<std::atomic<bool>> interrupted_ =
      std::make_shared<std::atomic<bool>>(false);
  const Target target_;

  std::mutex writing_;  ///< guards what `send` and `maintain` use
  std::unique_ptr<Connection> writer_;
  Columns columns_;
  Partitions partitions_;
  Registry registry_{options_.retention};
  std::optional<std::chrono::steady_clock::time_point> dropped_days_;
  std::optional<std::chrono::steady_clock::time_point> noted_oldest_;
  std::atomic<bool> behind_ = false;
  std::atomic<std::int64_t> oldest_ = -1;  ///< second; negative: not known

  mutable std::mutex reading_;  ///< guards `idle_`
  mutable std::vector<std::unique_ptr<Connection>> idle_;
};

/// The server and the database of a URL, without credentials.
[[nodiscard]] Result<std::string> location_of(const Libpq& pq, const std::string& url);

}  // namespace mimon::store::postgres
