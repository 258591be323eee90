#include "cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "base/version.h"

namespace mimon::cli {
namespace {

void add_machine(CLI::App& app, Config& config) {
  app.add_option("--root", config.root, "Prefix of every /proc, /sys and /etc path")
      ->envname("MIMON_ROOT")
      ->type_name("DIR");
  app.add_option("--nvml", config.nvml, "NVIDIA management library to load")
      ->envname("MIMON_NVML")
      ->type_name("FILE");
}

void add_common(CLI::App& app, Config& config, std::string& file) {
  app.add_option("--config", file, "Configuration file (TOML)")
      ->envname("MIMON_CONFIG")
      ->type_name("FILE");
  app.add_option("--log-level", config.log_level, "trace, debug, info, warn, error or off")
      ->envname("MIMON_LOG_LEVEL")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}));
}

void add_data(CLI::App& app, Config& config) {
  app.add_option("--data", config.data, "Folder for history and the token")
      ->envname("MIMON_DATA")
      ->type_name("DIR");
}

void add_store(CLI::App& app, Config& config) {
  app.add_option("--store", config.store, "A store that many hosts share, see docs/stores.md")
      ->envname("MIMON_STORE")
      ->type_name("URL");
  app.add_option("--store-password-file", config.store_password_file,
                 "File that holds the password for the store")
      ->envname("MIMON_STORE_PASSWORD_FILE")
      ->type_name("FILE");
}

void add_name(CLI::App& app, Config& config) {
  app.add_option("--name", config.name, "This host's name among those that share a store")
      ->envname("MIMON_NAME")
      ->type_name("NAME");
}

void add_export(CLI::App& app, ExportOptions& options) {
  app.add_option("--host", options.host, "Which of those that share the store; else this machine")
      ->type_name("NAME");
  app.add_option("--gpu", options.gpu,
                 "Whose: 'all', or indices or UUIDs with commas; else the host's own")
      ->type_name("GPUS");
  app.add_option("--metrics", options.metrics, "Which, with commas, as in docs/metrics.md")
      ->type_name("NAMES");
  auto* range =
      app.add_option("--range", options.range, "How far back, such as 6h")->type_name("TIME");
  auto* start =
      app.add_option("--start", options.start, "From when: ISO 8601, or seconds since 1970")
          ->type_name("TIME")
          ->excludes(range);
  app.add_option("--end", options.end, "Until when; now by default")
      ->type_name("TIME")
      ->needs(start);
  app.add_option("--resolution", options.resolution, "auto, 1s, 10s, 1m or 5m")
      ->check(CLI::IsMember({"auto", "1s", "10s", "1m", "5m"}));
  app.add_option("--stats", options.stats, "avg, min and max, with commas")->type_name("NAMES");
  app.add_option("--format", options.format, "csv or json")->check(CLI::IsMember({"csv", "json"}));
  app.add_option("-o,--output", options.output, "Where to; standard output by default")
      ->type_name("FILE");
}

void add_simulate(CLI::App& app, SimulateOptions& options) {
  app.add_option("--hosts", options.hosts, "How many hosts write")->type_name("COUNT");
  app.add_option("--gpus", options.gpus, "GPUs that each has")->type_name("COUNT");
  app.add_option("--seconds", options.seconds, "For how long")->type_name("COUNT");
  app.add_option("--interval", options.interval, "Time between a host's samples")
      ->type_name("TIME");
}

void add_serve(CLI::App& app, Config& config) {
  app.add_option("--listen", config.listen, "Where to serve; loopback by default")
      ->envname("MIMON_LISTEN")
      ->type_name("HOST:PORT");
  app.add_option("--interval", config.interval, "Time between samples, such as 1s or 500ms")
      ->envname("MIMON_INTERVAL")
      ->type_name("TIME");
  app.add_option("--token-file", config.token_file, "File that holds the token clients present")
      ->envname("MIMON_TOKEN_FILE")
      ->type_name("FILE");
  app.add_flag("--no-auth", config.no_auth, "Serve other machines without a token")
      ->envname("MIMON_NO_AUTH");
  app.add_option("--history", config.history,
                 "How long history is kept at 1s, 10s, 1m and 5m, or off")
      ->envname("MIMON_HISTORY")
      ->type_name("TIMES");
  app.add_option("--history-size", config.history_size, "The most that history takes on disk")
      ->envname("MIMON_HISTORY_SIZE")
      ->type_name("SIZE");
  app.add_option("--spool-size", config.spool_size, "The most that waits for a shared store")
      ->envname("MIMON_SPOOL_SIZE")
      ->type_name("SIZE");
  app.add_option("--url", config.url, "Where people reach this mimon, for other hosts' pages")
      ->envname("MIMON_URL")
      ->type_name("URL");
  app.add_option("--ping-interval", config.ping_interval, "Time between heartbeats of streams")
      ->envname("MIMON_PING_INTERVAL")
      ->type_name("TIME");
  app.add_option("--ping-timeout", config.ping_timeout, "Time for a client to answer a heartbeat")
      ->envname("MIMON_PING_TIMEOUT")
      ->type_name("TIME");
  app.add_option("--max-payload", config.max_payload, "The most a Socket.IO client sends at once")
      ->envname("MIMON_MAX_PAYLOAD")
      ->type_name("SIZE");
  app.add_option("--hosts", config.hosts, "Names under which this server is reached")
      ->envname("MIMON_HOSTS")
      ->delimiter(',');
  app.add_option("--origins", config.origins, "Other sites whose pages may ask")
      ->envname("MIMON_ORIGINS")
      ->delimiter(',');
  app.add_option("--embedders", config.embedders, "Other sites whose pages may show a GPU's card")
      ->envname("MIMON_EMBEDDERS")
      ->delimiter(',');
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream stream(list);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

/// Gives `value` to the setting `key`, unless a flag or variable of `command` set it; an error
/// where the setting does not take it.
std::optional<std::string> apply(const CLI::App& command, Config& config, const std::string& key,
                                 const std::string& value) {
  std::string flag = "--" + key;
  std::replace(flag.begin(), flag.end(), '_', '-');
  const auto* option = command.get_option_no_throw(flag);
  if (option && option->count() > 0) return std::nullopt;
  if (key == "listen") config.listen = value;
  if (key == "data") config.data = value;
  if (key == "root") config.root = value;
  if (key == "nvml") config.nvml = value;
  if (key == "interval") config.interval = value;
  if (key == "log_level") config.log_level = value;
  if (key == "token_file") config.token_file = value;
  if (key == "history") config.history = value;
  if (key == "history_size") config.history_size = value;
  if (key == "store") config.store = value;
  if (key == "store_password_file") config.store_password_file = value;
  if (key == "spool_size") config.spool_size = value;
  if (key == "name") config.name = value;
  if (key == "url") config.url = value;
  if (key == "ping_interval") config.ping_interval = value;
  if (key == "ping_timeout") config.ping_timeout = value;
  if (key == "max_payload") config.max_payload = value;
  if (key == "hosts") config.hosts = split(value);
  if (key == "origins") config.origins = split(value);
  if (key == "embedders") config.embedders = split(value);
  if (key == "no_auth") {
    if (value != "true" && value != "false") return "'no_auth' takes true or false";
    config.no_auth = value == "true";
  }
  return std::nullopt;
}

/// Whether a URL, or one that it names in an option, holds a password.
bool holds_password(std::string_view url) {
  for (const std::string_view option :
       {"?password=", "&password=", "?sslpassword=", "&sslpassword="}) {
    if (url.find(option) != std::string_view::npos) return true;
  }
  constexpr std::string_view kAuthority = "://";
  for (auto scheme = url.find(kAuthority); scheme != std::string_view::npos;
       scheme = url.find(kAuthority)) {
    url.remove_prefix(scheme + kAuthority.size());
    const std::string_view authority = url.substr(0, url.find_first_of("/?&"));
    const auto at = authority.rfind('@');
    if (at != std::string_view::npos && authority.find(':') < at) return true;
  }
  return false;
}

/// Whether the store's URL among the arguments does, which everyone on the machine can read there.
bool shows_password(const std::vector<std::string>& arguments) {
  const std::string flag = "--store";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool next = arguments[i] == flag && i + 1 < arguments.size();
    if (next && holds_password(arguments[i + 1])) return true;
    if (arguments[i].starts_with(flag + "=") && holds_password(arguments[i])) return true;
  }
  return false;
}

bool is_public(const std::string& file) {
  using std::filesystem::perms;
  std::error_code unknown;
  const auto permissions = std::filesystem::status(file, unknown).permissions();
  return !unknown && (permissions & perms::others_read) != perms::none;
}

std::optional<std::string> apply_file(const CLI::App& command, Config& config,
                                      const std::string& file) {
  const auto values = read_config_file(file);
  if (!values) return values.error().what();
  for (const auto& [key, value] : *values) {
    if (key == "store" && holds_password(value) && is_public(file)) {
      return fmt::format(
          "{0}: everyone on this machine can read the password in 'store'; chmod o-r {0}", file);
    }
    if (auto wrong = apply(command, config, key, value)) return fmt::format("{}: {}", file, *wrong);
  }
  return std::nullopt;
}

Parsed refusal(const std::string& why) {
  return {std::nullopt, "mimon: " + why + "\n", 2};
}

}  // namespace

Parsed parse(std::vector<std::string> arguments) {
  Options options;
  std::string file;
  CLI::App app("mimon: what this machine's GPUs, CPU, memory, disks and network do", "mimon");
  app.set_version_flag("--version", fmt::format("mimon {}", kVersion));
  app.require_subcommand(1);
  auto* serve = app.add_subcommand("serve", "Sample, and serve the dashboard and the API");
  auto* snapshot = app.add_subcommand("snapshot", "Print one sample of everything as JSON");
  auto* doctor = app.add_subcommand("doctor", "Say what is monitored, what is not, and why");
  auto* exporting = app.add_subcommand("export", "Write a range of history as CSV or JSON");
  auto* simulating = app.add_subcommand("simulate", "Write made-up hosts into a shared store");
  for (CLI::App* command : {serve, snapshot, doctor, exporting, simulating})
    add_common(*command, options.config, file);
  for (CLI::App* command : {serve, snapshot, doctor}) add_machine(*command, options.config);
  for (CLI::App* command : {serve, exporting}) {
    add_data(*command, options.config);
    add_name(*command, options.config);
  }
  for (CLI::App* command : {serve, exporting, simulating}) add_store(*command, options.config);
  add_serve(*serve, options.config);
  add_export(*exporting, options.exporting);
  add_simulate(*simulating, options.simulating);
  const std::string first = arguments.empty() ? "" : arguments.front();
  const auto is_first = [&](const CLI::App* command) { return command->get_name() == first; };
  if (!first.empty() && first[0] != '-' && app.get_subcommands(is_first).empty()) {
    return refusal(fmt::format(
        "there is no command '{}'; there are serve, snapshot, doctor, export, simulate", first));
  }
  if (shows_password(arguments)) {
    return refusal(
        "a password on the command line can be read by everyone on this machine: put it into "
        "--store-password-file, MIMON_STORE_PASSWORD, or a configuration file that only mimon "
        "reads");
  }
  try {
    std::reverse(arguments.begin(), arguments.end());
    app.parse(arguments);
  } catch (const CLI::Success& asked) {
    std::ostringstream text;
    app.exit(asked, text, text);
    return {std::nullopt, text.str(), 0};
  } catch (const CLI::ParseError& error) {
    return refusal(error.what());
  }
  CLI::App* command = app.get_subcommands().front();
  if (command == snapshot) options.command = Command::snapshot;
  if (command == doctor) options.command = Command::doctor;
  if (command == exporting) options.command = Command::export_history;
  if (command == simulating) options.command = Command::simulate;
  if (!file.empty()) {
    if (const auto wrong = apply_file(*command, options.config, file)) return refusal(*wrong);
  }
  return {options, "", 0};
}

}  // namespace mimon::cli
