#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/streams/streams.h"
#include "stores/retention.h"

namespace mimon {

/// What a person can set. Each has a flag (`--listen`), a variable (`MIMON_LISTEN`) and a key of
/// the configuration file (`listen`); the flag wins over the variable, which wins over the file.
struct Config {
  std::string listen = "127.0.0.1:8000";
  std::string data;        ///< folder for history and the token; empty for the default
  std::string root = "/";  ///< prefix of every /proc, /sys and /etc path
  std::string nvml;        ///< NVIDIA library to load; empty to look for it
  std::string interval = "1s";
  std::string log_level = "info";
  std::string token_file;                  ///< holds the token that clients must present
  bool no_auth = false;                    ///< serve other machines without a token
  std::string history = "24h,3d,14d,90d";  ///< kept at 1 s, 10 s, 1 min, 5 min; "off" for none
  std::string history_size = "2GiB";       ///< the most that history takes on disk; "0" for no cap
  std::string store;                       ///< URL of a store that many hosts share; empty: SQLite
  std::string store_password_file;         ///< holds the password for it
  std::string spool_size = "1GiB";         ///< the most that waits on disk for a shared store
  std::string name;  ///< of this host among those that share a store; empty: its host name
  std::string url;   ///< where people reach this mimon, for the others' Fleet page
  std::string ping_interval = "25s";    ///< Socket.IO's heartbeat, from 100ms to 1m
  std::string ping_timeout = "20s";     ///< for a client to answer it
  std::string max_payload = "1000000";  ///< bytes that a Socket.IO client may send at once
  std::vector<std::string> hosts;       ///< names under which the server is reached
  std::vector<std::string> origins;     ///< other sites whose pages may ask
  std::vector<std::string> embedders;   ///< other sites whose pages may show these in a frame
};

/// `500ms`, `1s`, `2.5s`, `1m`, or seconds as a number; from 100 ms to one minute.
[[nodiscard]] Result<std::chrono::milliseconds> parse_interval(std::string_view text);

/// Refuses a `name` that could not be asked for or shown, and a `url` that leads to no web page.
[[nodiscard]] Result<void> check_identity(const Config& config);

/// The sites as a CSP's frame-ancestors takes them, empty for none. Each is `self`, or a scheme and
/// a host with an optional port: `https://example.org`, `http://*.example.org:8080`.
[[nodiscard]] Result<std::string> frame_ancestors(const std::vector<std::string>& embedders);

/// What `history` and `history_size` ask for; absent for no history. Sizes are whole numbers with a
/// unit B, KiB, MiB or GiB, or of bytes.
[[nodiscard]] Result<std::optional<store::Retention>> parse_retention(std::string_view history,
                                                                      std::string_view size);

/// Bytes: a whole number with a unit B, KiB, MiB or GiB, or none; absent for anything else.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);

/// How the streams serve. The error names the setting that is wrong.
[[nodiscard]] Result<server::StreamOptions> stream_options(const Config& config);

/// What a TOML file sets, by key; lists are joined with commas. The error names the file, the line
/// and what is wrong: no TOML, an unknown key, a value of another type than the key takes.
[[nodiscard]] Result<std::map<std::string, std::string>> read_config_file(const std::string& file);

/// The keys that a configuration file may have.
[[nodiscard]] const std::vector<std::string_view>& config_keys();

/// Where data is kept when nothing was said: systemd's state folder, /var/lib/mimon for root, else
/// $XDG_DATA_HOME/mimon or ~/.local/share/mimon.
[[nodiscard]] std::string default_data_folder();

/// Makes `folder` and its parents, for its owner alone, and checks that it can be written to.
[[nodiscard]] Result<void> prepare_data_folder(const std::string& folder);

}  // namespace mimon
