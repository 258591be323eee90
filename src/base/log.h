#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace mimon {

using Logger = std::shared_ptr<spdlog::logger>;

/// A logger that writes to stderr, one line a message; without time where journald adds its own.
/// `level` is one of trace, debug, info, warn, error, off.
[[nodiscard]] Logger make_logger(std::string_view level);

/// A logger that drops everything, for tests.
[[nodiscard]] Logger null_logger();

/// Reports a failing thing once, and once more when it works again. Not for sharing between
/// threads.
class FailureLog {
 public:
  explicit FailureLog(Logger log) : log_(std::move(log)) {}

  /// Says `what` failed and `why`, unless that was said already. `what` names one thing.
  void failed(std::string_view what, std::string_view why);
  /// Says that `what` works again, if its failure was said.
  void works(std::string_view what);

 private:
  Logger log_;
  std::unordered_set<std::string> failing_;
};

}  // namespace mimon
