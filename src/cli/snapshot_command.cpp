#include "cli/snapshot_command.h"

#include "api/views.h"
#include "base/clock.h"
#include "collectors/all_collectors.h"
#include "daemon/machine.h"

namespace mimon::cli {

Result<std::string> snapshot_text(const Config& config, const Logger& log) {
  const SystemClock clock;
  const auto sampler = make_sampler(config, clock, log);
  if (!sampler) return sampler.error();
  const SnapshotPtr snapshot = take_snapshot(**sampler);
  const Catalog catalog = make_catalog();
  const api::Layouts layouts(catalog);
  api::Json json;
  api::write_snapshot(json, {*snapshot, layouts});
  return json.take() + "\n";
}

}  // namespace mimon::cli
