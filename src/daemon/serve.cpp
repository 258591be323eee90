#include "daemon/serve.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "api/fleet_api.h"
#include "api/history_api.h"
#include "api/system_api.h"
#include "base/version.h"
#include "collectors/all_collectors.h"
#include "daemon/heap.h"
#include "daemon/history.h"
#include "daemon/machine.h"
#include "daemon/snapshot_sample.h"
#include "daemon/token_file.h"
#include "server/embedded.h"
#include "server/server.h"
#include "server/streams/streams.h"
#include "stores/store_writer.h"

namespace mimon {
namespace {

/// Blocks the signals that end the program, for every thread to come.
sigset_t block_signals() {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return ending;
}

/// Waits for one of the signals `ending`, and returns it.
int wait_for_end(const sigset_t& ending) {
  constexpr timespec kPause{.tv_sec = 10, .tv_nsec = 0};
  while (true) {
    const int received = sigtimedwait(&ending, nullptr, &kPause);
    if (received > 0) return received;
    give_back_spare();
  }
}

Result<std::string> choose_token(const Config& config, const server::Endpoint& endpoint,
                                 const std::string& data) {
  if (!config.token_file.empty()) return read_token(config.token_file);
  if (config.no_auth) return std::string();
  const auto loopback = server::is_loopback(endpoint.host);
  if (!loopback) return loopback.error();
  if (*loopback) return std::string();
  return read_or_make_token(data + "/token");
}

Result<server::ServerOptions> server_options(const Config& config, const std::string& data) {
  const auto endpoint = server::parse_endpoint(config.listen);
  if (!endpoint) return endpoint.error();
  auto token = choose_token(config, *endpoint, data);
  if (!token) return token.error();
  server::ServerOptions options;
  options.host = endpoint->host;
  options.port = endpoint->port;
  options.access.token = std::move(*token);
  options.access.hosts = config.hosts;
  options.access.origins = config.origins;
  auto ancestors = frame_ancestors(config.embedders);
  if (!ancestors) return ancestors.error();
  options.access.frame_ancestors = std::move(*ancestors);
  // A host's page tries whether that host's own mimon answers, wherever it is.
  if (!config.store.empty()) options.access.connect_sources = "http: https:";
  const auto streams = stream_options(config);
  if (!streams) return streams.error();
  for (const auto* path : {"/socket.io/", "/ws/socket.io/"})
    options.limits.bodies.emplace_back(path, streams->engine.max_payload);
  return options;
}

/// History and the thread that writes it.
struct History {
  std::unique_ptr<store::Store> store;
  store::StoreWriter writer;

  explicit History(std::unique_ptr<store::Store> opened)
      : store(std::move(opened)), writer(*store) {}
};

api::SystemApi::HistoryStatus status_of(const History* history) {
  if (!history) return {};
  return [history] { return history->writer.status(); };
}

void announce(const Logger& log, const server::Endpoint& endpoint, const std::string& token) {
  const std::string url = endpoint.url();
  log->info("mimon {} serves {}", kVersion,
            token.empty() ? url : fmt::format("{}?token={}", url, token));
}

}  // namespace

Result<void> serve(const Config& config, const Logger& log) {
  keep_one_heap();
  const sigset_t ending = block_signals();
  if (const auto identity = check_identity(config); !identity) return identity.error();
  const std::string data = config.data.empty() ? default_data_folder() : config.data;
  if (const auto ready = prepare_data_folder(data); !ready) return ready.error();
  const auto options = server_options(config, data);
  if (!options) return options.error();

  const SystemClock clock;
  const Catalog catalog = make_catalog();
  auto sampler = make_sampler(config, clock, log);
  if (!sampler) return sampler.error();
  const api::ThisHost self = this_host(config);
  auto store = open_store(config, data, self, catalog, clock, log);
  if (!store) return store.error();
  const auto history = *store ? std::make_unique<History>(std::move(*store)) : nullptr;
  if (history) {
    (*sampler)->add_listener([&](const SnapshotPtr& s) { history->writer.push(s); });
  }
  const api::SystemApi live([&] { return (*sampler)->latest(); }, catalog, clock,
                            status_of(history.get()));
  const auto past =
      history ? std::make_unique<api::HistoryApi>(*history->store, self, catalog, clock, live)
              : nullptr;
  const api::FleetApi api([&] { return (*sampler)->latest(); },
                          history ? history->store.get() : nullptr, self, clock,
                          past ? static_cast<const api::Handler&>(*past) : live);
  server::Streams streams(*stream_options(config), log);
  const auto layouts = std::make_shared<const api::Layouts>(catalog);
  (*sampler)->add_listener([&streams, layouts](const SnapshotPtr& snapshot) {
    streams.publish(std::make_shared<SnapshotSample>(snapshot, layouts));
  });
  server::Server server(*options, api, server::AssetSet(server::dashboard_files()), log, &streams);
  const auto endpoint = server.start();
  if (!endpoint) return endpoint.error();
  (*sampler)->start();
  announce(log, *endpoint, options->access.token);

  const int received = wait_for_end(ending);
  log->info("{}: stopping", received == SIGTERM ? "SIGTERM" : "SIGINT");
  const bool served = server.stop();
  const bool sampled = (*sampler)->stop();
  if (history) history->writer.stop();
  log->flush();
  // A driver that hangs in a thread must not see what it uses taken down.
  if (!served || !sampled) std::_Exit(EXIT_SUCCESS);
  return {};
}

}  // namespace mimon
