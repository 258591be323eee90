#include "daemon/history.h"

#include <cstdlib>
#include <utility>

#include "base/version.h"
#include "daemon/machine.h"
#include "stores/prometheus/prometheus_engine.h"
#include "stores/remote/remote_store.h"
#include "stores/sqlite/sqlite_store.h"

namespace mimon {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

Result<std::unique_ptr<store::Store>> open_shared(const Config& config, const std::string& data,
                                                  const api::ThisHost& self, const Catalog& catalog,
                                                  const Clock& clock, const Logger& log) {
  auto engine = open_engine(config, self.name, catalog, clock, log);
  if (!engine) return engine.error();
  const auto spool = parse_size(config.spool_size);
  if (!spool || *spool == 0) {
    return Error{{}, "spool_size '" + config.spool_size + "' is not a size such as 1GiB"};
  }
  store::remote::RemoteStore::Options options;
  options.identity.host = self.name;
  options.identity.url = self.url;
  options.identity.version = kVersion;
  options.spool = data + "/spool";
  options.max_spool = *spool;
  auto opened = store::remote::RemoteStore::open(std::move(options), std::move(*engine), log);
  if (!opened) return opened.error();
  return std::unique_ptr<store::Store>(std::move(*opened));
}

}  // namespace

api::ThisHost this_host(const Config& config) {
  return {.name = config.name.empty() ? host_name(config) : config.name,
          .url = config.url,
          .shared = !config.store.empty()};
}

Result<std::unique_ptr<store::remote::Engine>> open_engine(const Config& config,
                                                           const std::string& name,
                                                           const Catalog& catalog,
                                                           const Clock& clock, const Logger& log) {
  if (config.store.starts_with("prometheus+")) {
    auto endpoint = store::prometheus::parse_endpoint(config.store, environment);
    if (!endpoint) return endpoint.error();
    auto engine = store::prometheus::PrometheusEngine::make({name, std::move(*endpoint)}, catalog,
                                                            clock, log);
    if (!engine) return engine.error();
    return std::unique_ptr<store::remote::Engine>(std::move(*engine));
  }
  return Error{{}, "the store is neither prometheus+http://… nor prometheus+https://…"};
}

Result<std::unique_ptr<store::Store>> open_store(const Config& config, const std::string& data,
                                                 const api::ThisHost& self, const Catalog& catalog,
                                                 const Clock& clock, const Logger& log) {
  const auto retention = parse_retention(config.history, config.history_size);
  if (!retention) return retention.error();
  if (!*retention) return std::unique_ptr<store::Store>();
  if (!config.store.empty()) return open_shared(config, data, self, catalog, clock, log);
  auto store = store::sqlite::SqliteStore::open({data + "/history.db", **retention}, log);
  if (!store) return store.error();
  return std::unique_ptr<store::Store>(std::move(*store));
}

}  // namespace mimon
