#pragma once

#include <span>
#include <string>

#include "base/log.h"
#include "stores/prometheus/query_api.h"
#include "stores/remote/engine.h"

namespace mimon::store::prometheus {

/// Sends records by remote write 1.0. What a server says decides what becomes of them:
/// 2xx: taken. 400, 409, 413 and 422: refused, and then halved again and again until the bad ones
/// stand alone, so that only those are lost; one that the engine holds already counts as taken, as
/// Prometheus refuses what it was sent before. Anything else (5xx, 429, a wrong token or path):
/// the engine is away, and so is one that has not taken anything yet and refuses an empty request
/// too, as VictoriaMetrics answers 400 where the path is wrong. For one thread.
class Sender {
 public:
  /// All must outlive it.
  Sender(const HttpClient& http, const Endpoint& endpoint, const QueryApi& api, Logger log)
      : http_(http), endpoint_(endpoint), api_(api), log_(std::move(log)) {}

  /// As `Engine::send`. Takes fewer than it was given where time runs out.
  [[nodiscard]] Result<remote::Sent> send(std::span<const std::string> records);

 private:
  enum class Outcome { taken, refused };

  struct Progress {
    Deadline deadline;
    remote::Sent sent{};
    Error away{};
    bool stopped = false;
  };

  // Messages are records that were unpacked.
  void send_some(std::span<const std::string> messages, Progress& progress);
  void refuse(const std::string& message, Progress& progress);
  [[nodiscard]] bool takes_anything(const Deadline& deadline);
  [[nodiscard]] Result<Outcome> post(std::span<const std::string> messages,
                                     const Deadline& deadline);
  [[nodiscard]] Error away(std::string_view what) const;
  [[nodiscard]] Result<bool> is_there(const std::string& message, const Deadline& deadline) const;

  const HttpClient& http_;
  const Endpoint& endpoint_;
  const QueryApi& api_;
  Logger log_;
  bool has_taken_ = false;
  std::string why_refused_;
  std::uint64_t refused_ = 0;
};

}  // namespace mimon::store::prometheus
