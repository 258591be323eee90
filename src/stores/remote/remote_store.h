#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "stores/remote/engine.h"
#include "stores/remote/refusals.h"
#include "stores/remote/spool.h"
#include "stores/store.h"

namespace mimon::store::remote {

/// History on an engine elsewhere. What is appended goes to a spool on disk and from there, in
/// order, to the engine, on a thread of its own: an engine that is away costs nothing but the
/// spool's space, and everything reaches it when it is back. Where the spool is full its oldest
/// ticks are dropped, counted, and logged. A kill loses nothing; a loss of power may lose the last
/// seconds of what had to wait.
///
/// `append` never waits for the engine; `query`, `series` and `hosts` ask it.
class RemoteStore final : public Store {
 public:
  struct Options {
    HostIdentity identity;
    std::string spool;                                 ///< a folder of its own; made where missing
    std::uint64_t max_spool = std::uint64_t{1} << 30;  ///< bytes on disk
    std::chrono::milliseconds retry{1000};  ///< after a first failure; up to eight times as long
                                            ///< after more of them
    std::chrono::milliseconds maintain_every{1000};      ///< at least so far apart
    std::chrono::milliseconds tell_refusals{3'600'000};  ///< in `status`, after the last
  };

  /// Starts the sending thread. What an earlier run left in the spool is sent first, to this engine
  /// wherever it was meant to go, unless it is of another kind.
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

  /// Ticks that wait in memory at most, where the spool's disk takes none.
  static constexpr std::size_t kMostWaiting = 1800;
  /// What is sent at once at most.
  static constexpr std::size_t kMostRecords = 200;
  static constexpr std::size_t kMostBytes = std::size_t{4} << 20;

 private:
  struct Lot {
    std::vector<std::string> records;  ///< as the engine made them
    std::vector<std::int64_t> times;
    bool from_memory = false;
  };

  RemoteStore(Options options, std::unique_ptr<Engine> engine, Spool spool, Logger log);

  // The thread of `append`; the mutex is held.
  void keep(std::string record);

  // The sending thread.
  void run();
  [[nodiscard]] Lot take();
  void deliver(const Lot& lot);
  void took(const Lot& lot, const Sent& sent);
  void away(const Error& error);
  void maintain();
  [[nodiscard]] bool pause(std::chrono::milliseconds time);

  void note_oldest(const Lot& lot, std::size_t taken, const Sent& sent);
  [[nodiscard]] std::string trouble() const;
  [[nodiscard]] std::chrono::milliseconds lag() const;

  [[nodiscard]] std::uint64_t unsent() const { return spool_.size() + waiting_.size(); }

  const Options options_;
  const std::unique_ptr<Engine> engine_;
  const Logger log_;
  FailureLog disk_failures_;    ///< of the thread of `append`
  FailureLog engine_failures_;  ///< of the sending thread
  std::optional<std::chrono::steady_clock::time_point> last_maintained_;
  std::chrono::milliseconds next_pause_;

  mutable std::mutex mutex_;  ///< guards everything below
  std::condition_variable wake_;
  mutable std::condition_variable idle_;
  Spool spool_;
  std::deque<std::string> waiting_;  ///< what the spool's disk did not take
  bool sending_memory_ = false;      ///< the front of `waiting_` is being sent
  bool busy_ = false;
  bool stopping_ = false;
  std::optional<std::int64_t> newest_;  ///< seconds, of what was appended
  std::optional<std::int64_t> newest_sent_;
  std::optional<std::int64_t> waits_since_;  ///< the oldest of what was tried last
  std::optional<std::int64_t> oldest_sent_;  ///< of what the engine took
  std::optional<std::int64_t> last_kept_;
  std::uint64_t sent_ = 0;
  std::uint64_t lost_ = 0;  ///< refused, or more than memory holds
  std::string disk_trouble_;
  std::string engine_trouble_;
  Refusals refusals_;

  std::thread thread_;
};

}  // namespace mimon::store::remote
