#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/config.h"

namespace mimon::cli {

/// What the person asked for.
enum class Command { serve, snapshot, doctor, export_history, simulate };

/// What `mimon export` is asked for, in the words of the export endpoints; empty: their default.
struct ExportOptions {
  std::string host;  ///< among those that share the store; empty: this machine
  std::string gpu;   ///< `all`, or indices with commas; empty: the host's metrics
  std::string metrics;
  std::string range;
  std::string start;
  std::string end;
  std::string resolution;
  std::string stats;
  std::string format = "csv";
  std::string output;  ///< a file; empty: standard output
};

/// What `mimon simulate` is asked for.
struct SimulateOptions {
  int hosts = 1;
  int gpus = 8;  ///< a host
  int seconds = 60;
  std::string interval = "1s";
};

struct Options {
  Command command = Command::serve;
  Config config;
  ExportOptions exporting;
  SimulateOptions simulating;
};

/// What came of the command line: options to act on, or text to print and a code to exit with.
struct Parsed {
  std::optional<Options> options;
  std::string text;
  int exit_code = 0;  ///< 0 after --help and --version, 2 for a wrong flag, variable or key
};

/// Reads flags, then MIMON_* variables, then the configuration file. `arguments` are without the
/// program's name.
[[nodiscard]] Parsed parse(std::vector<std::string> arguments);

}  // namespace mimon::cli
