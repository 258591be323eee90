#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "metrics/catalog.h"
#include "stores/prometheus/endpoint.h"
#include "stores/remote/engine.h"

namespace mimon::store::prometheus {

/// History on an engine of the Prometheus family (Prometheus with its remote-write receiver,
/// VictoriaMetrics, Mimir, Thanos): remote write 1.0 out, PromQL in. Metrics bear the names of
/// `/metrics`, with the label `host`. Every resolution is made from the seconds when it is asked
/// for, so the engine's own retention alone says how far back they go, and all that `maintain` does
/// is to look how far that is, now and then. A second that is known is replaced only by engines
/// that take samples out of order. The list of hosts is a second or two old where it is asked for
/// again and again.
class PrometheusEngine final : public remote::Engine {
 public:
  struct Options {
    std::string host;  ///< whom an empty `Query::host` stands for; not empty
    Endpoint endpoint;
  };

  /// `catalog` and `clock` must outlive it. Fails where libcurl is missing, not where the engine is
  /// away.
  [[nodiscard]] static Result<std::unique_ptr<PrometheusEngine>> make(Options options,
                                                                      const Catalog& catalog,
                                                                      const Clock& clock,
                                                                      const Logger& log);
  ~PrometheusEngine() override;

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
  [[nodiscard]] std::string location() const override;
  [[nodiscard]] remote::RecordKind records() const override;

 private:
  struct Parts;
  explicit PrometheusEngine(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace mimon::store::prometheus
