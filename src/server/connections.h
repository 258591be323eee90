#pragma once

#include <cstddef>
#include <optional>
#include <unordered_set>

#include "base/clock.h"
#include "server/io.h"
#include "server/options.h"

namespace mimon::server {

/// An open connection, as far as its time limits and its end go.
class Connection {
 public:
  virtual ~Connection() = default;
  [[nodiscard]] virtual MonoTime deadline() const = 0;
  /// True between requests.
  [[nodiscard]] virtual bool idle() const = 0;
  /// The deadline has passed: what is waited for fails.
  virtual void expire() = 0;
  /// The server stops: end now where no request is under way, else after it.
  virtual void drain() = 0;
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

  /// Closes the idle connection that would be the first to end; false where none is idle.
  bool close_idlest();
  /// Tells all of the stop; closes those that are open after `limit`.
  void drain(std::chrono::milliseconds limit);
  [[nodiscard]] bool draining() const { return draining_; }

 private:
  void watch();

  std::optional<Timer> timer_;
  const std::chrono::milliseconds tick_;
  std::unordered_set<Connection*> open_;
  bool draining_ = false;
  MonoTime drained_at_ = MonoTime::max();
};

}  // namespace mimon::server
