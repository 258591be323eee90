#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "stores/prometheus/http_client.h"
#include "stores/sqlite/temporary_folder.h"

namespace mimon::store::prometheus::testing {

/// A server of a test's own: on a free port of the loopback, with a folder that goes with it.
class TestServer {
 public:
  enum class Product { victoria_metrics, prometheus };

  struct Options {
    std::string config{};              ///< Prometheus' configuration; empty: it scrapes nothing
    std::vector<std::string> flags{};  ///< besides those that are always given
    HttpOptions http{};                ///< to reach it
    bool tls = false;
  };

  /// Starts it and waits until it answers. Throws where it does not.
  explicit TestServer(Product product) : TestServer(product, Options()) {}
  TestServer(Product product, Options options);
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  ~TestServer();

  /// Whether the program is on this machine.
  [[nodiscard]] static bool is_installed(Product product);

  /// `http://127.0.0.1:PORT`
  [[nodiscard]] const std::string& url() const { return url_; }

  /// Waits until what was written can be asked for.
  void flush() const;
  /// Ends the program, keeping the folder, and starts it again.
  void stop();
  void start();

 private:
  void run(const std::vector<std::string>& command);
  [[nodiscard]] bool answers() const;

  const Product product_;
  const Options options_;
  const int port_;
  const std::string url_;
  const std::unique_ptr<HttpClient> http_;
  sqlite::TemporaryFolder folder_{sqlite::TemporaryFolder::Medium::disk};
  pid_t pid_ = -1;
};

}  // namespace mimon::store::prometheus::testing
