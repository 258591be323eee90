#include "api/history_hosts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace mimon::api {
namespace {

/// GPUs of one host, in the words of `gpu_id`.
struct Group {
  std::string name;
  std::string gpus;
};

void add(std::vector<Group>& groups, std::string_view name, std::string_view gpu) {
  const auto found =
      std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.name == name; });
  Group& group = found == groups.end() ? groups.emplace_back() : *found;
  group.name = name;
  if (!group.gpus.empty()) group.gpus += ',';
  group.gpus += gpu;
}

/// By host; of the host `name` where a GPU says nothing else.
std::vector<Group> groups_of(std::string_view gpus, std::string_view name) {
  std::vector<Group> groups;
  for (const std::string& word : split_list(gpus)) {
    const auto colon = word.rfind(':');
    if (colon == std::string::npos) {
      add(groups, name, word);
    } else {
      add(groups, std::string_view(word).substr(0, colon),
          std::string_view(word).substr(colon + 1));
    }
  }
  return groups;
}

Target of_one_host(const Target& target, const Group& group, bool with_gpus) {
  Target part{target.path, {}};
  for (const auto& [name, value] : target.query) {
    if (name == "host" || (with_gpus && name == "gpu_id")) continue;
    part.query.emplace_back(name, value);
  }
  // Every GPU is what is answered without the parameter.
  if (with_gpus && group.gpus != "all") part.query.emplace_back("gpu_id", group.gpus);
  return part;
}

std::optional<Response> refuse(const std::vector<Group>& groups, const ThisHost& self) {
  if (groups.size() > kMostHosts) {
    return problem(400, "Bad Request",
                   fmt::format("A question is about {} hosts at most.", kMostHosts));
  }
  for (const Group& group : groups) {
    if (self.shared || group.name.empty() || group.name == self.name) continue;
    return problem(404, "Not Found",
                   fmt::format("There is no history of a host '{}': this mimon keeps that of '{}' "
                               "alone. Hosts see each other in a store that they share (--store).",
                               group.name, self.name));
  }
  return std::nullopt;
}

}  // namespace

std::variant<std::vector<HostPart>, Response> split_hosts(const Target& target, HistoryOf of,
                                                          const ThisHost& self) {
  const auto host = target.find("host");
  const auto gpus = target.find("gpu_id");
  const bool with_gpus = of == HistoryOf::gpu && gpus;
  std::vector<Group> groups;
  if (with_gpus) groups = groups_of(*gpus, host.value_or(""));
  if (groups.empty())
    groups.push_back({std::string(host.value_or("")), std::string(gpus.value_or(""))});
  if (auto wrong = refuse(groups, self)) return std::move(*wrong);
  std::vector<HostPart> parts;
  for (const Group& group : groups) {
    const bool own = group.name.empty() || group.name == self.name;
    const bool named = !group.name.empty() || groups.size() > 1;
    parts.push_back({own ? "" : group.name, named ? (own ? self.name : group.name) : "",
                     of_one_host(target, group, with_gpus)});
  }
  return parts;
}

}  // namespace mimon::api
