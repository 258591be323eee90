#pragma once

#include <memory>
#include <string>

#include "api/this_host.h"
#include "base/clock.h"
#include "base/log.h"
#include "daemon/config.h"
#include "metrics/catalog.h"
#include "stores/remote/engine.h"
#include "stores/store.h"

namespace mimon {

/// This machine as others know it: its name, or what `name` says, and `url`.
[[nodiscard]] api::ThisHost this_host(const Config& config);

/// What an engine is opened for.
enum class EngineUse {
  record,  ///< what it needs is made there
  fill,    ///< the same, and an engine that is away is a failure
  read,    ///< nothing is changed, and `send` is not called
};

/// The shared engine that `config.store` names, for the host `name`. The error says what is wrong
/// with the URL, or which library is missing; that the engine is away is none for who records, and
/// may show later only. `catalog` and `clock` must outlive it.
[[nodiscard]] Result<std::unique_ptr<store::remote::Engine>> open_engine(
    const Config& config, const std::string& name, const Catalog& catalog, const Clock& clock,
    const Logger& log, EngineUse use = EngineUse::record);

/// Where history is kept: in `data`/history.db, or where a store is named on that engine, by way of
/// the spool `data`/spool. Null where no history is wanted.
[[nodiscard]] Result<std::unique_ptr<store::Store>> open_store(
    const Config& config, const std::string& data, const api::ThisHost& self,
    const Catalog& catalog, const Clock& clock, const Logger& log);

}  // namespace mimon
