#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "metrics/catalog.h"
#include "stores/remote/engine.h"

namespace mimon::simulation {

/// How many hosts write, and for how long.
struct LoadOptions {
  int hosts = 1;
  int gpus = 8;                              ///< a host
  std::chrono::milliseconds interval{1000};  ///< between a host's samples
  std::chrono::seconds duration{60};
  std::size_t batch = 250;  ///< records sent at once
};

/// What came of it so far.
struct LoadReport {
  double elapsed = 0;         ///< seconds since the start
  std::uint64_t made = 0;     ///< samples of a host
  std::uint64_t taken = 0;    ///< of those, safe in the engine
  std::uint64_t refused = 0;  ///< that the engine can never take
  std::uint64_t bytes = 0;    ///< of records, as they are handed to the engine
  std::uint64_t away = 0;     ///< times that the engine was away
  double lag = 0;             ///< seconds that the newest second taken is behind the clock
  double cpu = 0;             ///< seconds of CPU that this program took, engine's side excluded
  std::string trouble;        ///< what the engine said last; empty where nothing
};

/// Writes the samples of made-up hosts, a batch of hosts at a time, each second's in order. Where
/// the engine does not keep up, nothing is left out: the samples come later than they should, and
/// the report says how much later. Where the very first cannot be sent, that is the end: nothing is
/// taken, and `trouble` says why. `progress` is told every few seconds; `stop` ends it early.
[[nodiscard]] LoadReport run_load(const LoadOptions& options, const Catalog& catalog,
                                  store::remote::Engine& engine,
                                  const std::function<void(const LoadReport&)>& progress,
                                  const std::function<bool()>& stop);

}  // namespace mimon::simulation
