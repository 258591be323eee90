#include "cli/simulate_command.h"

#include <fmt/format.h>
#include <signal.h>

#include <atomic>
#include <cstdio>

#include "collectors/all_collectors.h"
#include "daemon/config.h"
#include "simulation/load.h"

namespace mimon::cli {
namespace {

using simulation::LoadOptions;
using simulation::LoadReport;

constexpr int kMostHosts = 100'000;
constexpr int kMostGpus = 64;

Result<LoadOptions> load_options(const SimulateOptions& options) {
  const auto interval = parse_interval(options.interval);
  if (!interval) return interval.error();
  if (*interval % std::chrono::seconds(1) != std::chrono::milliseconds(0))
    return Error{{}, "a store keeps one sample a second: --interval takes whole seconds"};
  if (options.hosts < 1 || options.hosts > kMostHosts)
    return Error{{}, fmt::format("--hosts takes a number from 1 to {}", kMostHosts)};
  if (options.gpus < 0 || options.gpus > kMostGpus)
    return Error{{}, fmt::format("--gpus takes a number from 0 to {}", kMostGpus)};
  if (options.seconds < 1) return Error{{}, "--seconds takes a number from 1"};
  LoadOptions load;
  load.hosts = options.hosts;
  load.gpus = options.gpus;
  load.interval = *interval;
  load.duration = std::chrono::seconds(options.seconds);
  return load;
}

void print(const LoadReport& report) {
  const double elapsed = report.elapsed > 0 ? report.elapsed : 1;
  fmt::print(
      "{:7.1f} s  {:9} samples  {:8.1f}/s  {:7.2f} MB/s  CPU {:5.1f} %  {:6.1f} s behind{}{}\n",
      report.elapsed, report.taken, static_cast<double>(report.taken) / elapsed,
      static_cast<double>(report.bytes) / 1e6 / elapsed, 100 * report.cpu / elapsed, report.lag,
      report.trouble.empty() ? "" : "  ", report.trouble);
  std::fflush(stdout);
}

void print_end(const LoadOptions& options, const LoadReport& report) {
  print(report);
  const double wanted = 1000.0 * options.hosts / static_cast<double>(options.interval.count());
  const double got = report.elapsed > 0 ? static_cast<double>(report.taken) / report.elapsed : 0;
  fmt::print(
      "{} hosts with {} GPUs: {:.1f} of {:.1f} samples a second, {:.0f} bytes a sample",
      options.hosts, options.gpus, got, wanted,
      report.made > 0 ? static_cast<double>(report.bytes) / static_cast<double>(report.made) : 0.0);
  if (report.refused > 0) fmt::print(", {} refused by the store", report.refused);
  if (report.away > 0) fmt::print(", {} times without an answer", report.away);
  if (report.lag > 2 * std::chrono::duration<double>(options.interval).count())
    fmt::print("; the store does not keep up: {:.1f} s behind at the end", report.lag);
  fmt::print("\n");
}

/// Whether one of the signals that end the program has come; takes it.
bool ended(const sigset_t& signals) {
  static constexpr timespec kAtOnce{};
  return sigtimedwait(&signals, nullptr, &kAtOnce) > 0;
}

}  // namespace

Result<void> simulate(const SimulateOptions& options, const OpenEngine& open) {
  const auto load = load_options(options);
  if (!load) return load.error();
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  const auto engine = open();
  if (!engine) return engine.error();
  std::atomic<bool> stopped = false;
  const auto report = simulation::run_load(*load, make_catalog(), **engine, print, [&] {
    if (!stopped && ended(signals)) stopped = true;
    return stopped.load();
  });
  if (report.made > 0 && report.taken == 0)
    return Error{{}, "the store took nothing: " + report.trouble};
  print_end(*load, report);
  return {};
}

}  // namespace mimon::cli
