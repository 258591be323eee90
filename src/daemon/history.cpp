#include "daemon/history.h"

#include <cstdlib>
#include <utility>

#include "base/file_tree.h"
#include "base/version.h"
#include "daemon/machine.h"
#include "stores/postgres/postgres_engine.h"
#include "stores/prometheus/prometheus_engine.h"
#include "stores/remote/remote_store.h"
#include "stores/sqlite/sqlite_store.h"

namespace mimon {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// The store's password: what its file says, or MIMON_STORE_PASSWORD; empty for none.
Result<std::string> store_password(const Config& config) {
  if (config.store_password_file.empty()) return environment("MIMON_STORE_PASSWORD");
  return FileTree().read_line(config.store_password_file);
}

bool is_postgres(const std::string& url) {
  return url.starts_with("postgres://") || url.starts_with("postgresql://");
}

Result<std::unique_ptr<store::remote::Engine>> open_postgres(const Config& config,
                                                             const std::string& name,
                                                             const std::string& password,
                                                             const Catalog& catalog,
                                                             const Logger& log, EngineUse use) {
  const auto retention = parse_retention(config.history, config.history_size);
  if (!retention) return retention.error();
  store::postgres::PostgresEngine::Options options;
  options.url = config.store;
  options.password = password;
  options.host = name;
  options.retention = retention->value_or(store::Retention());
  options.reads_only = use == EngineUse::read;
  options.must_answer = use == EngineUse::fill;
  options.metrics.assign(catalog.metrics().begin(), catalog.metrics().end());
  auto engine = store::postgres::PostgresEngine::open(std::move(options), log);
  if (!engine) return engine.error();
  return std::unique_ptr<store::remote::Engine>(std::move(*engine));
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
                                                           const Clock& clock, const Logger& log,
                                                           EngineUse use) {
  const auto password = store_password(config);
  if (!password) return password.error();
  if (is_postgres(config.store)) return open_postgres(config, name, *password, catalog, log, use);
  if (config.store.starts_with("prometheus+")) {
    const auto secret = [&](const char* variable) {
      return variable == std::string_view("MIMON_STORE_PASSWORD") ? *password
                                                                  : environment(variable);
    };
    auto endpoint = store::prometheus::parse_endpoint(config.store, secret);
    if (!endpoint) return endpoint.error();
    auto engine = store::prometheus::PrometheusEngine::make({name, std::move(*endpoint)}, catalog,
                                                            clock, log);
    if (!engine) return engine.error();
    return std::unique_ptr<store::remote::Engine>(std::move(*engine));
  }
  return Error{{},
               "the store is none of postgres://…, prometheus+http://… and "
               "prometheus+https://…"};
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
