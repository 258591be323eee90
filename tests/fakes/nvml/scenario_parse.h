#pragma once

#include <filesystem>

#include "layers.h"
#include "scenario.h"

// The parts of load_scenario. Each throws std::runtime_error with what is wrong.

namespace mimon::fake_nvml {

/// `name` of the card goes before `card`'s in cards.toml.
[[nodiscard]] Card parse_card(const Layers& layers);

/// The `index`-th GPU; `folder` is where a trace's relative path starts.
[[nodiscard]] Gpu parse_gpu(const Layers& layers, unsigned index,
                            const std::filesystem::path& folder);

/// [[gpu.process]] and [gpu.processes].
[[nodiscard]] std::vector<Process> parse_processes(const Layers& layers);

}  // namespace mimon::fake_nvml
