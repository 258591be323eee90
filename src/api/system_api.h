#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/http.h"
#include "api/routes.h"
#include "api/views.h"
#include "base/clock.h"
#include "metrics/catalog.h"
#include "metrics/snapshot.h"
#include "stores/store.h"

namespace mimon::api {

/// Answers `/api/v1/system/*` and `/metrics` from the newest snapshot: it never reads hardware.
/// What depends on the snapshot alone is serialised once a tick, and its JSON compressed once for
/// all who take gzip. Safe from any thread.
class SystemApi final : public Handler {
 public:
  using LatestSnapshot = std::function<SnapshotPtr()>;

  using HistoryStatus = std::function<store::StoreStatus()>;

  /// `latest` gives the newest snapshot (null before the first), from any thread. `catalog` and
  /// `clock` outlive this. `history` tells how the store fares; empty where there is none.
  SystemApi(LatestSnapshot latest, const Catalog& catalog, const Clock& clock,
            HistoryStatus history = {});

  [[nodiscard]] bool may_block(const Request& request) const override;
  [[nodiscard]] Response handle(const Request& request) const override;

 private:
  [[nodiscard]] Response answer(const Request& request, const SnapshotPtr& snapshot) const;
  [[nodiscard]] Response health(const SnapshotPtr& snapshot) const;
  [[nodiscard]] Response cached(const std::string& key, const SnapshotPtr& snapshot) const;
  void remember(const std::string& key, const SnapshotPtr& snapshot,
                const Response& response) const;

  LatestSnapshot latest_;
  HistoryStatus history_;
  const Catalog& catalog_;
  const Clock& clock_;
  const MonoTime started_;
  const Layouts layouts_;

  /// Answers of the tick that `cache_of_` names, by target and form.
  static constexpr std::size_t kCacheLimit = 64;
  mutable std::mutex cache_mutex_;
  mutable SnapshotPtr cache_of_;
  mutable std::unordered_map<std::string, Response> cache_;
};

}  // namespace mimon::api
