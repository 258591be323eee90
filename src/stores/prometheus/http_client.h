#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stores/prometheus/curl_library.h"

namespace mimon::store::prometheus {

/// What every request to an engine carries.
struct HttpOptions {
  std::string user{};  ///< for basic authentication; empty for none
  std::string password{};
  std::string token{};    ///< bearer token; empty for none
  std::string ca_file{};  ///< certificates to trust; empty for the system's
  std::string tenant{};   ///< `X-Scope-OrgID`, which Mimir and its kin part tenants by
  std::size_t max_body = std::size_t{256} << 20;  ///< bytes of an answer
};

struct HttpReply {
  long status = 0;
  std::string body;
};

/// Posts over HTTP, keeping connections. Safe to use from any thread, at the same time.
class HttpClient {
 public:
  [[nodiscard]] static Result<std::unique_ptr<HttpClient>> make(HttpOptions options);
  ~HttpClient();

  /// The answer, of whatever status; the error is one of reaching the server, or of an answer that
  /// is too large. Ends within `limit`. No redirection is followed.
  [[nodiscard]] Result<HttpReply> post(const std::string& url, std::string_view body,
                                       std::span<const std::string> headers,
                                       std::chrono::milliseconds limit) const;

  /// Makes every call end, within about a second, and every later one at once.
  void interrupt() { interrupted_ = true; }

 private:
  struct Connection;
  using ConnectionPtr = std::unique_ptr<Connection>;

  HttpClient(HttpOptions options, std::shared_ptr<const CurlLibrary> curl);
  [[nodiscard]] ConnectionPtr take() const;
  void give(ConnectionPtr connection) const;

  const HttpOptions options_;
  const std::shared_ptr<const CurlLibrary> curl_;
  std::atomic<bool> interrupted_ = false;
  mutable std::mutex mutex_;
  mutable std::vector<ConnectionPtr> idle_;
};

}  // namespace mimon::store::prometheus
