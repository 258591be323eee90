#pragma once

#include "api/history_query.h"
#include "api/http.h"
#include "api/this_host.h"
#include "base/clock.h"
#include "metrics/catalog.h"
#include "stores/store.h"

namespace mimon::api {

/// Answers the history endpoints from a store; every other request goes to `next`. Safe from any
/// thread.
class HistoryApi final : public Handler {
 public:
  /// Everything given outlives this.
  HistoryApi(const store::Store& store, ThisHost self, const Catalog& catalog, const Clock& clock,
             const Handler& next);

  [[nodiscard]] bool may_block(const Request& request) const override;
  [[nodiscard]] Response handle(const Request& request) const override;

 private:
  const store::Store& store_;
  const ThisHost self_;
  const Catalog& catalog_;
  const Clock& clock_;
  const Handler& next_;
};

/// An export: any range of one host at full length, streamed; or the problem with the question.
[[nodiscard]] Response export_history(const store::Store& store, const ThisHost& self,
                                      const Catalog& catalog, WallTime now, HistoryOf of,
                                      const Target& target);

}  // namespace mimon::api
