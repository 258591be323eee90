#pragma once

#include <cstddef>

namespace mimon::server {

/// Raises the process's soft limit of open files to `count`, as far as the hard limit lets it;
/// never lowers it.
void allow_descriptors(std::size_t count);

}  // namespace mimon::server
