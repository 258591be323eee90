#include "daemon/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "api/time_text.h"
#include "base/text.h"

namespace mimon {
namespace {

namespace fs = std::filesystem;

Error wrong(std::string message) {
  return {std::error_code(), std::move(message)};
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// A value as text, absent where it is no text, number, boolean or list of texts.
std::optional<std::string> as_text(const toml::node& node) {
  if (auto text = node.value_exact<std::string>()) return text;
  if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  if (const auto whole = node.value_exact<std::int64_t>()) return std::to_string(*whole);
  if (const auto number = node.value_exact<double>()) return fmt::format("{}", *number);
  const auto* list = node.as_array();
  if (!list) return std::nullopt;
  std::string joined;
  for (const auto& element : *list) {
    const auto text = element.value_exact<std::string>();
    if (!text) return std::nullopt;
    joined += (joined.empty() ? "" : ",") + *text;
  }
  return joined;
}

}  // namespace

Result<std::chrono::milliseconds> parse_interval(std::string_view text) {
  auto error = wrong(
      fmt::format("the interval '{}' is not a time from 100ms to 1m, such as 1s or 500ms", text));
  const auto unit_at = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto number = parse_number<double>(text.substr(0, unit_at));
  const auto unit = text.substr(unit_at);
  double factor = 0;
  if (unit.empty() || unit == "s") factor = 1000;
  if (unit == "ms") factor = 1;
  if (unit == "m") factor = 60'000;
  if (!number || factor == 0) return error;
  const double milliseconds = *number * factor;
  if (!(milliseconds >= 100 && milliseconds <= 60'000)) return error;
  return std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds));
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  const auto unit_at = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = parse_number<std::uint64_t>(text.substr(0, unit_at));
  const auto unit = text.substr(unit_at);
  int shift = -1;
  if (unit.empty() || unit == "B") shift = 0;
  if (unit == "KiB") shift = 10;
  if (unit == "MiB") shift = 20;
  if (unit == "GiB") shift = 30;
  if (!number || shift < 0 || *number > (std::uint64_t{1} << 50 >> shift)) return std::nullopt;
  return *number << shift;
}

Result<std::optional<store::Retention>> parse_retention(std::string_view history,
                                                        std::string_view size) {
  if (history == "off") return std::optional<store::Retention>();
  store::Retention retention;
  std::vector<std::chrono::seconds> spans;
  std::string_view rest = history;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const auto span = api::parse_span(trim(rest.substr(0, comma)));
    if (!span) break;
    spans.push_back(*span);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  if (!rest.empty() || spans.size() != 4 || !std::is_sorted(spans.begin(), spans.end())) {
    return wrong(
        fmt::format("history '{}' is not 'off' or four growing times for 1s, 10s, 1m and "
                    "5m, such as 24h,3d,14d,90d",
                    history));
  }
  const auto bytes = parse_size(size);
  if (!bytes) return wrong(fmt::format("history_size '{}' is not a size such as 2GiB", size));
  retention.s1 = spans[0];
  retention.s10 = spans[1];
  retention.m1 = spans[2];
  retention.m5 = spans[3];
  retention.max_bytes = *bytes;
  return std::optional(retention);
}

Result<void> check_identity(const Config& config) {
  constexpr std::size_t kLongestName = 253;
  // Commas and colons part hosts and GPUs in questions for history.
  const bool odd = std::ranges::any_of(config.name, [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == ',' || c == ':';
  });
  if (odd || config.name.size() > kLongestName)
    return Error{{}, "name '" + to_utf8(config.name) + "' is not a host's name"};
  const bool web = config.url.starts_with("http://") || config.url.starts_with("https://");
  if (!config.url.empty() && !web)
    return Error{{}, "url '" + to_utf8(config.url) + "' does not begin with http:// or https://"};
  return {};
}

Result<std::string> frame_ancestors(const std::vector<std::string>& embedders) {
  std::string policy;
  for (const std::string& site : embedders) {
    const auto host = site.starts_with("https://")  ? site.substr(8)
                      : site.starts_with("http://") ? site.substr(7)
                                                    : std::string();
    const auto odd = host.find_first_not_of(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:*[]");
    if (site != "self" && (host.empty() || odd != std::string::npos)) {
      return wrong(fmt::format("embedder '{}' is not a site such as https://example.org", site));
    }
    if (!policy.empty()) policy += ' ';
    policy += site == "self" ? "'self'" : site;
  }
  return policy;
}

Result<server::StreamOptions> stream_options(const Config& config) {
  constexpr std::uint64_t kLeast = 1000, kMost = 16 << 20;
  const auto interval = parse_interval(config.ping_interval);
  if (!interval) return wrong("ping_interval: " + interval.error().what());
  const auto timeout = parse_interval(config.ping_timeout);
  if (!timeout) return wrong("ping_timeout: " + timeout.error().what());
  const auto payload = parse_size(config.max_payload);
  if (!payload || *payload < kLeast || *payload > kMost)
    return wrong(
        fmt::format("max_payload '{}' is not a size from 1000 to 16MiB", config.max_payload));
  server::StreamOptions options;
  options.engine = {.ping_interval = *interval,
                    .ping_timeout = *timeout,
                    .max_payload = static_cast<std::size_t>(*payload)};
  options.times.ping = *interval;
  options.times.pong = *timeout;
  return options;
}

const std::vector<std::string_view>& config_keys() {
  static const std::vector<std::string_view> kKeys{
      "listen",       "data",          "root",
      "nvml",         "interval",      "log_level",
      "token_file",   "no_auth",       "hosts",
      "origins",      "embedders",     "history",
      "history_size", "ping_interval", "ping_timeout",
      "max_payload",  "store",         "spool_size",
      "name",         "url",           "store_password_file"};
  return kKeys;
}

Result<std::map<std::string, std::string>> read_config_file(const std::string& file) {
  toml::table table;
  try {
    table = toml::parse_file(file);
  } catch (const toml::parse_error& error) {
    return wrong(fmt::format("{}:{}: {}", file, error.source().begin.line, error.description()));
  }
  std::map<std::string, std::string> values;
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const auto line = node.source().begin.line;
    if (std::find(config_keys().begin(), config_keys().end(), name) == config_keys().end()) {
      return wrong(fmt::format("{}:{}: unknown key '{}'; known are {}", file, line, name,
                               fmt::join(config_keys(), ", ")));
    }
    auto text = as_text(node);
    if (!text) return wrong(fmt::format("{}:{}: '{}' takes no such value", file, line, name));
    values.emplace(name, std::move(*text));
  }
  return values;
}

std::string default_data_folder() {
  if (auto state = environment("STATE_DIRECTORY"); !state.empty()) return state;
  if (geteuid() == 0) return "/var/lib/mimon";
  if (auto data = environment("XDG_DATA_HOME"); !data.empty()) return data + "/mimon";
  return environment("HOME") + "/.local/share/mimon";
}

Result<void> prepare_data_folder(const std::string& folder) {
  std::error_code error;
  const bool existed = fs::exists(folder, error);
  fs::create_directories(folder, error);
  if (error) return Error{error, fmt::format("cannot make the data folder {}", folder)};
  if (!existed) fs::permissions(folder, fs::perms::owner_all, error);
  const std::string probe = folder + "/.probe";
  if (!std::ofstream(probe)) {
    return errno_error(errno, fmt::format("cannot write to the data folder {}; choose another "
                                          "with --data",
                                          folder));
  }
  fs::remove(probe, error);
  return {};
}

}  // namespace mimon
