#pragma once

#include <optional>

#include "metrics/values.h"

namespace mimon::gpu {

/// Fills what follows from other values and is not set yet: `memory.free`, `memory.used_percent`,
/// `power.usage_percent`, and the PCIe link's limit from its generation and width.
void derive(Values& values);

/// Bytes a second that a PCIe link moves in one direction, after line coding (PCI-SIG: 8b/10b up to
/// generation 2, 128b/130b up to 5, 1b/1b with FLIT overhead 242/256 for 6); absent for unknown
/// generations.
[[nodiscard]] std::optional<double> pcie_limit(int generation, int width);

}  // namespace mimon::gpu
