#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "metrics/snapshot.h"
#include "stores/remote/record_kind.h"
#include "stores/store.h"

/// History on a database elsewhere, which many hosts share.
namespace mimon::store::remote {

/// Who a tick is of.
struct HostIdentity {
  std::string host;        ///< unique among those that share the engine; never empty
  std::string url;         ///< where people reach its mimon; empty where it said nothing
  std::string version;     ///< of its mimon
  bool simulated = false;  ///< its values are made up
};

/// What was sent, for the caller to act on.
struct Sent {
  std::size_t taken = 0;  ///< records from the front that are safe in the engine, or refused
  /// Which of those it can never take, ascending: they are dropped and counted.
  std::vector<std::size_t> refused{};
  std::string why{};  ///< it refused the last, for people; empty where it gave no reason
};

/// A database that keeps many hosts' ticks: what `RemoteStore` needs of it.
///
/// A record is one tick of one host in the engine's own encoding, opaque to everyone else. It may
/// wait in the spool on disk across a restart, an upgrade, and a move to another engine of the
/// family, so an engine must take the records that its earlier versions made, or refuse them.
///
/// Threads: `encode` is for any thread at any time; `send` and `maintain` belong to one thread;
/// the rest may be called from any, at the same time. Nothing throws after construction. Every call
/// that talks to the engine ends within a deadline, some seconds, whatever the network does.
class Engine {
 public:
  virtual ~Engine() = default;

  /// One record. `time` is the second that the tick is kept under. Does not talk to the engine.
  [[nodiscard]] virtual std::string encode(const HostIdentity& identity, const Snapshot& snapshot,
                                           std::chrono::sys_seconds time) const = 0;

  /// Sends records in their order. A record that is sent twice is kept once; one of a second that
  /// is known already, with other values, replaces it where the engine can. The error says that the
  /// engine is away, and then nothing is known of how many were taken: send them all again.
  [[nodiscard]] virtual Result<Sent> send(std::span<const std::string> records) = 0;

  /// A small step of what the engine needs done for this host's data: rolling up, pruning. Called
  /// about once a second while records get through.
  [[nodiscard]] virtual Result<void> maintain(WallTime now) = 0;

  /// As in `Store`. An empty `Query::host` stands for the identity that the engine was made with.
  [[nodiscard]] virtual Result<QueryResult> query(const Query& query) const = 0;
  [[nodiscard]] virtual Resolution resolution_for(const Query& query) const = 0;
  [[nodiscard]] virtual Result<std::vector<SeriesInfo>> series(std::string_view host) const = 0;
  [[nodiscard]] virtual Result<std::vector<HostSummary>> hosts() const = 0;

  /// The oldest data of the identity's, where the engine came to know it; does not talk to it.
  [[nodiscard]] virtual std::optional<WallTime> oldest() const { return std::nullopt; }

  /// Makes a call that talks to the engine end soon, with an error, and every later one. Called
  /// once, when the store ends.
  virtual void interrupt() {}

  /// The server and the database, without credentials: for people and for `StoreStatus::location`.
  [[nodiscard]] virtual std::string location() const = 0;

  /// What its records are. Without another word: the first of the family that its location names.
  [[nodiscard]] virtual RecordKind records() const { return record_kind_of(location()); }
};

}  // namespace mimon::store::remote
