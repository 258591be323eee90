#pragma once

#include "metrics/catalog.h"
#include "metrics/snapshot.h"

namespace mimon::api {

/// A small machine for tests: two GPUs, two cores, a disk, an interface, a mount point.
extern const MetricSpec kExampleCpu, kExampleLoad1, kExampleLoad5, kExampleRam, kExampleReadBytes,
    kExampleReadRate, kExampleCore, kExampleDiskRead, kExampleSent, kExampleMountUsed;

[[nodiscard]] Catalog example_catalog();
[[nodiscard]] std::shared_ptr<Snapshot> example_snapshot();
/// The same machine without a GPU; `reason` is its driver's.
[[nodiscard]] std::shared_ptr<Snapshot> snapshot_without_gpu(const std::string& reason);

}  // namespace mimon::api
