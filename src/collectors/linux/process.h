#pragma once

#include <memory>
#include <span>

#include "base/file_tree.h"
#include "base/log.h"
#include "collectors/collector.h"
#include "collectors/linux/user_names.h"

namespace mimon::host {

/// Completes processes from /proc/PID (proc(5)). Never waits for a process that is stuck, nor for a
/// directory of users that does not answer: until then the name is that of the thread, the user a
/// number. Name, user and container are read when a process is first seen, and again when it ran
/// another program; a process is known by its PID and start time, so that a PID used again is
/// another process. One that is gone or cannot be seen from here keeps those fields absent.
/// `cpu_percent` needs to have been asked before, within a minute.
///
/// In a PID namespace of its own (a container) nothing is filled in: the driver's PIDs are the
/// host's, and the process that has the number here is another.
[[nodiscard]] std::unique_ptr<ProcessEnricher> make_process_enricher(const FileTree& files,
                                                                     const Logger& log);

/// The same with another way to look up users.
[[nodiscard]] std::unique_ptr<ProcessEnricher> make_process_enricher(const FileTree& files,
                                                                     LookUpUser look_up);

}  // namespace mimon::host
