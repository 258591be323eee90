#include "base/log.h"

#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

namespace mimon {

Logger make_logger(std::string_view level) {
  auto log = std::make_shared<spdlog::logger>(
      "mimon", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  const bool journal = std::getenv("JOURNAL_STREAM") != nullptr;
  log->set_pattern(journal ? "%l: %v" : "%Y-%m-%d %H:%M:%S.%e %^%l%$ %v");
  log->set_level(spdlog::level::from_str(std::string(level)));
  log->flush_on(spdlog::level::info);
  return log;
}

Logger null_logger() {
  return std::make_shared<spdlog::logger>("null", std::make_shared<spdlog::sinks::null_sink_mt>());
}

void FailureLog::failed(std::string_view what, std::string_view why) {
  if (failing_.size() < 1000 && failing_.emplace(what).second) log_->warn("{}: {}", what, why);
}

void FailureLog::works(std::string_view what) {
  if (!failing_.empty() && failing_.erase(std::string(what)) > 0)
    log_->info("{}: works again", what);
}

}  // namespace mimon
