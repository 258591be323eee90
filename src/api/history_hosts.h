#pragma once

#include <string>
#include <variant>
#include <vector>

#include "api/history_query.h"
#include "api/http.h"
#include "api/query.h"
#include "api/this_host.h"

namespace mimon::api {

/// The most hosts that one question may be about.
inline constexpr std::size_t kMostHosts = 32;

/// The part of a question that one host answers.
struct HostPart {
  std::string host;  ///< as `store::Query::host`: empty for this machine
  std::string name;  ///< for the answer; empty where the question named no host
  Target target;     ///< without `host`, and with GPUs of this host alone
};

/// Takes a question apart by host, in the order they are named: `host` says whose, and `gpu_id` may
/// name GPUs of several, as `node-a:0,node-b:3`. One part where no host is named. The response is
/// the problem that it has: 404 where another host is asked for and the store is this machine's
/// alone.
[[nodiscard]] std::variant<std::vector<HostPart>, Response> split_hosts(const Target& target,
                                                                        HistoryOf of,
                                                                        const ThisHost& self);

}  // namespace mimon::api
