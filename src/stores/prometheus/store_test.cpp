#include "stores/contract_of_answers.h"
#include "stores/contract_of_recording.h"
#include "stores/prometheus/prometheus_engine.h"
#include "stores/prometheus/test_server.h"
#include "stores/remote/remote_store.h"
#include "stores/sqlite/temporary_folder.h"

namespace mimon::store::testing {
namespace {

using prometheus::PrometheusEngine;
using prometheus::testing::TestServer;

Catalog make_test_catalog() {
  std::vector<const MetricSpec*> metrics(gpu::all_metrics().begin(), gpu::all_metrics().end());
  metrics.push_back(&kLoad);
  return Catalog(std::move(metrics));
}

class ServerPlace final : public Place {
 public:
  explicit ServerPlace(TestServer::Product product) : server_(product) {}

  [[nodiscard]] std::string lacks(Ability ability) const override {
    switch (ability) {
      case Ability::prune_by_resolution:
        return "retention is the engine's own, one for all resolutions";
      case Ability::replace_a_second:
        return "samples are kept as they came first: Prometheus refuses others of their second, "
               "VictoriaMetrics keeps either";
    }
    return {};
  }
  std::unique_ptr<Store> open(const Retention& /*retention*/) override {
    const auto none = [](const char*) { return std::string(); };
    auto endpoint = prometheus::parse_endpoint("prometheus+" + server_.url(), none).value();
    auto engine =
        PrometheusEngine::make({"machine", std::move(endpoint)}, catalog_, clock_, null_logger())
            .value();
    remote::RemoteStore::Options options;
    options.identity.host = "machine";
    options.spool = folder_.path("spool");
    return remote::RemoteStore::open(options, std::move(engine), null_logger()).value();
  }
  void settle(Store& store) override {
    EXPECT_TRUE(dynamic_cast<remote::RemoteStore&>(store).drain(std::chrono::minutes(1)));
    server_.flush();
  }

 private:
  TestServer server_;
  sqlite::TemporaryFolder folder_;
  const Catalog catalog_ = make_test_catalog();
  const SystemClock clock_;
};

std::unique_ptr<Place> make_victoria_place() {
  return std::make_unique<ServerPlace>(TestServer::Product::victoria_metrics);
}
std::unique_ptr<Place> make_prometheus_place() {
  return std::make_unique<ServerPlace>(TestServer::Product::prometheus);
}

INSTANTIATE_TEST_SUITE_P(VictoriaMetrics, StoreContract, ::testing::Values(make_victoria_place));
INSTANTIATE_TEST_SUITE_P(Prometheus, StoreContract, ::testing::Values(make_prometheus_place));

}  // namespace
}  // namespace mimon::store::testing
