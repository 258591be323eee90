#pragma once

#include <memory>
#include <string>

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

/// The machine's name on its network, as its host device bears it; `host` where it has none.
[[nodiscard]] std::string host_name(const Config& config);

/// One complete snapshot: asks everything, waits a moment so that rates are known, asks again.
[[nodiscard]] SnapshotPtr take_snapshot(Sampler& sampler);

}  // namespace mimon
