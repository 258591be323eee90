#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "cli/doctor.h"
#include "cli/export_command.h"
#include "cli/options.h"
#include "cli/simulate_command.h"
#include "cli/snapshot_command.h"
#include "collectors/all_collectors.h"
#include "daemon/heap.h"
#include "daemon/history.h"
#include "daemon/machine.h"
#include "daemon/serve.h"

namespace mimon::cli {
namespace {

int fail(const Error& error) {
  std::fprintf(stderr, "mimon: %s\n", error.what().c_str());
  return 1;
}

int run_serve(const Config& config, const Logger& log) {
  const auto served = serve(config, log);
  return served ? 0 : fail(served.error());
}

int run_snapshot(const Config& config, const Logger& log) {
  const auto text = snapshot_text(config, log);
  if (!text) return fail(text.error());
  std::fputs(text->c_str(), stdout);
  return 0;
}

int run_doctor(const Config& config, const Logger& log) {
  const SystemClock clock;
  const auto sampler = make_sampler(config, clock, log);
  if (!sampler) return fail(sampler.error());
  const Diagnosis diagnosis = diagnose(*take_snapshot(**sampler), make_catalog());
  std::fputs(diagnosis.text.c_str(), stdout);
  return diagnosis.monitors_anything ? 0 : 1;
}

int run_export(const Options& options, const Logger& log) {
  const auto done = export_history(options, log);
  return done ? 0 : fail(done.error());
}

int run_simulate(const Options& options, const Logger& log) {
  keep_one_heap();
  if (options.config.store.empty())
    return fail({{}, "simulate needs --store, a store that hosts share"});
  const SystemClock clock;
  const Catalog catalog = make_catalog();
  // Who writes is never among those who are written.
  const auto done = simulate(options.simulating, [&] {
    return open_engine(options.config, "simulate", catalog, clock, log, EngineUse::fill);
  });
  return done ? 0 : fail(done.error());
}

int run(std::vector<std::string> arguments) {
  const Parsed parsed = parse(std::move(arguments));
  std::fputs(parsed.text.c_str(), parsed.exit_code == 0 ? stdout : stderr);
  if (!parsed.options) return parsed.exit_code;
  const Config& config = parsed.options->config;
  const Logger log = make_logger(config.log_level);
  switch (parsed.options->command) {
    case Command::serve:
      return run_serve(config, log);
    case Command::snapshot:
      return run_snapshot(config, log);
    case Command::doctor:
      return run_doctor(config, log);
    case Command::export_history:
      return run_export(*parsed.options, log);
    case Command::simulate:
      return run_simulate(*parsed.options, log);
  }
  return 1;
}

}  // namespace
}  // namespace mimon::cli

int main(int argc, char** argv) {
  try {
    return mimon::cli::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mimon: %s\n", error.what());
    return 1;
  }
}
