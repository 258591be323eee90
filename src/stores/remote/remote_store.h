#pragma once

#include <memory>
#include <string>

#include "base/log.h"
#include "stores/remote/engine.h"
#include "stores/store.h"

namespace mimon::store::remote {

/// History on an engine elsewhere. What is appended goes to a spool on disk and from there, in
/// order, to the engine, on a thread of its own: an engine that is away costs nothing but the
/// spool's space, and everything reaches it when it is back. Where the spool is full its oldest
/// ticks are dropped, counted, and logged.
///
/// `append` never waits for the engine; `query`, `series` and `hosts` ask it.
class RemoteStore final : public Store {
 public:
  struct Options {
    HostIdentity identity;
    std::string spool;                                 ///< a folder of its own; made where missing
    std::uint64_t max_spool = std::uint64_t{1} << 30;  ///< bytes on disk
  };

  /// Starts the sending thread. What an earlier run left in the spool is sent first.
  [[nodiscard]] static Result<std::unique_ptr<RemoteStore>> open(Options options,
                                                                 std::unique_ptr<Engine> engine,
                                                                 Logger log);
  /// Ends the thread; what has not been sent stays in the spool for the next run.
  ~RemoteStore() override;

  void append(const Snapshot& snapshot) override;
  [[nodiscard]] Result<QueryResult> query(const Query& query) const override;
  [[nodiscard]] Resolution resolution_for(const Query& query) const override;
  [[nodiscard]] std::vector<SeriesInfo> series(std::string_view host) const override;
  [[nodiscard]] Result<std::vector<HostSummary>> hosts() const override;
  [[nodiscard]] StoreStatus status() const override;

  /// Waits until everything appended has been sent, or `limit` has passed; whether it was.
  [[nodiscard]] bool drain(std::chrono::milliseconds limit) const;
};

}  // namespace mimon::store::remote
