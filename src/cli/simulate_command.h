#pragma once

#include <functional>
#include <memory>

#include "base/log.h"
#include "base/result.h"
#include "cli/options.h"
#include "stores/remote/engine.h"

namespace mimon::cli {

/// Connects to the store that is asked for.
using OpenEngine = std::function<Result<std::unique_ptr<store::remote::Engine>>()>;

/// Writes made-up hosts' samples into a shared store, and prints how that went, every few seconds
/// and at the end. SIGINT and SIGTERM end it early. The error says what is wrong with the question,
/// or why the store cannot be written to.
[[nodiscard]] Result<void> simulate(const SimulateOptions& options, const OpenEngine& open);

}  // namespace mimon::cli
