#pragma once

#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "daemon/config.h"
#include "metrics/catalog.h"
#include "sampler/sampler.h"

namespace mimon {

/// A sampler over every collector there is, as `config` asks. `clock` outlives it. An error names
/// the setting that is wrong.
[[nodiscard]] Result<std::unique_ptr<Sampler>> make_sampler(const Config& config,
                                                            const Clock& clock, const Logger& log);

/// One complete snapshot: asks everything, waits a moment so that rates are known, asks again.
[[nodiscard]] SnapshotPtr take_snapshot(Sampler& sampler);

}  // namespace mimon
