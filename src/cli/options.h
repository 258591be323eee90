#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/config.h"

namespace mimon::cli {

/// What the person asked for.
enum class Command { serve, snapshot, doctor };

struct Options {
  Command command = Command::serve;
  Config config;
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
