#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "api/http.h"
#include "api/system_api.h"
#include "api/this_host.h"
#include "base/clock.h"
#include "stores/store.h"

namespace mimon::api {

/// Answers `/hosts`: every host of the store, this machine from its newest snapshot; every other
/// request goes to `next`. Safe from any thread.
///
/// The answer is made at most once a second, however many ask: those who ask meanwhile get the one
/// before. Where the store is away, its hosts stay as they were last known, and the answer says so.
class FleetApi final : public Handler {
 public:
  /// `store`, null where there is none, `clock` and `next` outlive this.
  FleetApi(SystemApi::LatestSnapshot latest, const store::Store* store, ThisHost self,
           const Clock& clock, const Handler& next);

  [[nodiscard]] bool may_block(const Request& request) const override;
  [[nodiscard]] Response handle(const Request& request) const override;

 private:
  [[nodiscard]] Response hosts() const;
  [[nodiscard]] Response make() const;

  SystemApi::LatestSnapshot latest_;
  const store::Store* store_;
  const ThisHost self_;
  const Clock& clock_;
  const Handler& next_;

  mutable std::mutex mutex_;
  mutable std::condition_variable made_;
  mutable bool making_ = false;
  mutable std::chrono::sys_seconds second_{};      ///< that `answer_` is of
  mutable Response answer_;                        ///< without a body before the first
  mutable std::vector<store::HostSummary> known_;  ///< belongs to the one that is making
};

}  // namespace mimon::api
