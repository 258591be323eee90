#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "stores/prometheus/http_client.h"

namespace mimon::store::prometheus {

/// Where an engine of the Prometheus family is, and how it is reached.
struct Endpoint {
  std::string write_url;  ///< takes remote write
  std::string query_url;  ///< what comes before `/api/v1/query`
  std::string location;   ///< for people, without credentials
  HttpOptions http;
};

/// A variable of the environment; empty where it is not set.
using Environment = std::function<std::string(const char*)>;

/// Reads `prometheus+http://[user@]host:port[/prefix][?options]`, or `prometheus+https://…`.
/// Options, percent-encoded: `write`, the path or URL that takes remote write (`/api/v1/write`
/// below the prefix); `query`, the path or URL of the query API before `/api/v1/query` (the
/// prefix); `tenant`; and the files `ca_file`, `password_file`, `token_file`. A password or a token
/// comes from its file or from `MIMON_STORE_PASSWORD` or `MIMON_STORE_TOKEN`; one in the URL is
/// refused, as everyone on the machine can read command lines.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view url, const Environment& environment);

}  // namespace mimon::store::prometheus
