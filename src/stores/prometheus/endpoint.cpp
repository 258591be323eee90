#include "stores/prometheus/endpoint.h"

#include <fmt/format.h>

#include <boost/url.hpp>
#include <fstream>
#include <iterator>

#include "base/text.h"

namespace mimon::store::prometheus {
namespace {

namespace urls = boost::urls;

constexpr std::string_view kFamily = "prometheus+";

Error wrong(std::string message) {
  return {std::make_error_code(std::errc::invalid_argument), std::move(message)};
}

Result<std::string> read_secret(const std::string& file) {
  std::ifstream stream(file);
  if (!stream) return errno_error(errno, fmt::format("cannot read {}", file));
  const std::string content{std::istreambuf_iterator<char>(stream), {}};
  std::string secret(trim(content));
  if (secret.empty() || secret.find('\n') != std::string::npos)
    return wrong(fmt::format("{} must hold one line", file));
  return secret;
}

/// A URL as it stands, or a path on the server of `origin`.
Result<std::string> resolve(const std::string& origin, const std::string& value) {
  if (value.starts_with('/')) return origin + value;
  if (value.empty()) return origin;
  const auto url = urls::parse_uri(value);
  // Not repeated, as what stands before the '@' may be a secret.
  if (url ? url->has_userinfo() : value.find('@') != std::string::npos)
    return wrong("store: the URLs of write and query hold no user; the store's own names it");
  if (!url || (url->scheme() != "http" && url->scheme() != "https"))
    return wrong(fmt::format("store: '{}' is neither a path nor an http(s) URL", value));
  return value;
}

std::string without_slash(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

struct Settings {
  std::string write = "/api/v1/write";
  std::string query;
  std::string password_file;
  std::string token_file;
};

Result<Settings> read_settings(const urls::url_view& url, const std::string& prefix,
                               HttpOptions& http) {
  Settings settings;
  settings.write = prefix + settings.write;
  settings.query = prefix;
  for (const auto& param : url.params()) {
    const std::string key(param.key);
    const std::string value(param.value);
    if (key == "write") {
      settings.write = value;
    } else if (key == "query") {
      settings.query = value;
    } else if (key == "tenant") {
      http.tenant = value;
    } else if (key == "ca_file") {
      http.ca_file = value;
    } else if (key == "password_file") {
      settings.password_file = value;
    } else if (key == "token_file") {
      settings.token_file = value;
    } else {
      return wrong(fmt::format(
          "store: unknown option '{}'; known are write, query, tenant, ca_file, password_file, "
          "token_file",
          key));
    }
  }
  return settings;
}

Result<void> read_secrets(const Settings& settings, const Environment& environment,
                          HttpOptions& http) {
  http.password = environment("MIMON_STORE_PASSWORD");
  http.token = environment("MIMON_STORE_TOKEN");
  if (!settings.password_file.empty()) {
    auto password = read_secret(settings.password_file);
    if (!password) return password.error();
    http.password = std::move(*password);
  }
  if (!settings.token_file.empty()) {
    auto token = read_secret(settings.token_file);
    if (!token) return token.error();
    http.token = std::move(*token);
  }
  if (http.token.find_first_of("\r\n") != std::string::npos ||
      http.tenant.find_first_of("\r\n") != std::string::npos)
    return wrong("store: a token or a tenant has no line ends");
  return {};
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text, const Environment& environment) {
  const std::string_view rest =
      text.starts_with(kFamily) ? text.substr(kFamily.size()) : std::string_view();
  const auto url = urls::parse_uri(rest);
  if (!url || (url->scheme() != "http" && url->scheme() != "https") || url->host().empty())
    return wrong("store: a Prometheus-like engine is given as prometheus+http://host:port");
  if (url->has_password())
    return wrong(
        "store: a password does not belong in the URL, which others can read; use "
        "?password_file=… or MIMON_STORE_PASSWORD");
  Endpoint endpoint;
  endpoint.http.user = url->user();
  const std::string origin =
      fmt::format("{}://{}", std::string(url->scheme()), std::string(url->encoded_host_and_port()));
  const std::string prefix = without_slash(std::string(url->encoded_path()));
  const auto settings = read_settings(*url, prefix, endpoint.http);
  if (!settings) return settings.error();
  if (const auto read = read_secrets(*settings, environment, endpoint.http); !read)
    return read.error();
  auto write = resolve(origin, settings->write);
  if (!write) return write.error();
  auto query = resolve(origin, settings->query);
  if (!query) return query.error();
  endpoint.write_url = std::move(*write);
  endpoint.query_url = without_slash(std::move(*query));
  endpoint.location = origin + prefix;
  return endpoint;
}

}  // namespace mimon::store::prometheus
