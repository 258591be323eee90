#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
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
/// The store is asked at most once a second, and each form of the answer (rows or columns, plain or
/// compressed) made at most once a second, however many ask: those who ask meanwhile get the one
/// before, if that is no older than `kLongestRest`. Where the store is away, its hosts stay as they
/// were last known, and the answer says so.
class FleetApi final : public Handler {
 public:
  static constexpr std::chrono::seconds kLongestRest{10};

  /// `store`, null where there is none, `clock` and `next` outlive this.
  FleetApi(SystemApi::LatestSnapshot latest, const store::Store* store, ThisHost self,
           const Clock& clock, const Handler& next);

  [[nodiscard]] bool may_block(const Request& request) const override;
  [[nodiscard]] Response handle(const Request& request) const override;

 private:
  struct Form {
    bool columns = false;
    bool gzip = false;
  };
  struct Answer {
    std::chrono::sys_seconds second{};  ///< when it was made
    Response response;                  ///< without a body before the first
  };

  [[nodiscard]] Response hosts(Form form) const;
  [[nodiscard]] Response make(Form form, std::chrono::sys_seconds second) const;
  void ask_store() const;

  SystemApi::LatestSnapshot latest_;
  const store::Store* store_;
  const ThisHost self_;
  const Clock& clock_;
  const Handler& next_;

  mutable std::mutex mutex_;
  mutable std::condition_variable made_;
  mutable bool making_ = false;
  mutable std::array<Answer, 4> answers_;  ///< by form
  // These belong to the one that is making.
  mutable std::chrono::sys_seconds asked_{};
  mutable std::vector<store::HostSummary> known_;
  mutable std::string detail_;  ///< why the store could not be asked
};

}  // namespace mimon::api
