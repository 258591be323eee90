#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "server/io.h"
#include "server/options.h"
#include "server/peers.h"

namespace mimon::server {

/// What a connection does, in the order in which it is given up for another.
enum class Stage {
  idle,      ///< between requests
  polling,   ///< its client waits for news, and can be told that there are none
  arriving,  ///< a part of a request has come
  sending,   ///< its client takes an answer
  bound,     ///< not to be given up: an answer is made, or it ends already
};

/// An open connection, as far as its time limits and its end go.
class Connection {
 public:
  virtual ~Connection() = default;
  [[nodiscard]] virtual MonoTime deadline() const = 0;
  /// Whose it is.
  [[nodiscard]] virtual std::uint64_t peer() const = 0;
  [[nodiscard]] virtual Stage stage() const = 0;
  /// Since when it is in that stage; in `sending`: when its client last took some.
  [[nodiscard]] virtual MonoTime since() const = 0;
  /// The deadline has passed: what is waited for fails.
  virtual void expire() = 0;
  /// The server stops: end now where no request is under way, else after it.
  virtual void drain() = 0;
  /// Ends for another: a poll with an answer, all else at once.
  virtual void give_way() = 0;
  virtual void close() = 0;
};

/// The open connections. One timer checks the deadlines of all of them, so that a request costs no
/// timer of its own. I/O thread only.
class Connections {
 public:
  explicit Connections(const Timeouts& timeouts);

  /// To be called before the first connection; `stop` before the executor's context ends.
  void start(const Executor& executor) { timer_.emplace(executor); }
  void stop() { timer_.reset(); }

  void add(Connection& connection);
  void remove(Connection& connection);
  [[nodiscard]] std::size_t size() const { return open_.size(); }

  /// Ends a connection for one of `newcomer`: one of the peer that holds most, in the order of
  /// stages, the longest in its stage first. Where that is `newcomer` itself, it gives up what is
  /// idle, or has polled or been arriving for a second, and no answer that is being sent. False
  /// where there is no such connection.
  bool make_room(std::uint64_t newcomer);
  /// Tells all of the stop; closes those that are open after `limit`.
  void drain(std::chrono::milliseconds limit);
  [[nodiscard]] bool draining() const { return draining_; }

 private:
  void watch();

  std::optional<Timer> timer_;
  const std::chrono::milliseconds tick_;
  PerPeer<Connection> open_;
  bool draining_ = false;
  MonoTime drained_at_ = MonoTime::max();
};

}  // namespace mimon::server
