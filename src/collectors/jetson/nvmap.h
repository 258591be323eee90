#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "base/file_tree.h"
#include "metrics/absence.h"
#include "metrics/process.h"

namespace mimon::jetson {

/// The processes in nvmap's list of clients, most memory first. A process that opened nvmap several
/// times is one entry with the sum; the kernel's own clients are left out. A line is
/// `user  python3  2114  524288K` (nvmap's nvmap_debug_clients_show): kind of client, task name,
/// which may hold blanks, PID, KiB. A size without its unit letter is not known: older kernels
/// disagree on what it counts. Lines that make no sense are skipped.
/// nvmap does not tell compute from graphics, so the type is both.
[[nodiscard]] std::vector<GpuProcess> parse_nvmap_clients(std::string_view text);

/// That list from debugfs (root only), or why it is not known.
[[nodiscard]] std::variant<std::vector<GpuProcess>, Absence> read_nvmap_clients(
    const FileTree& files);

}  // namespace mimon::jetson
