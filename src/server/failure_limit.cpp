#include "server/failure_limit.h"

#include <algorithm>
#include <functional>

namespace mimon::server {
namespace {

constexpr std::size_t kMaxEntries = 1024;

}  // namespace

bool FailureLimit::blocked(std::uint64_t peer, MonoTime now) const {
  const auto found = entries_.find(peer);
  return found != entries_.end() && found->second.free_at > now + kRefill * (kBurst - 1);
}

void FailureLimit::failed(std::uint64_t peer, std::string_view token, MonoTime now) {
  if (entries_.size() >= kMaxEntries && !entries_.contains(peer))
    entries_.erase(std::ranges::min_element(
        entries_, {}, [](const auto& entry) { return entry.second.free_at; }));
  const auto hash = std::hash<std::string_view>()(token);
  auto& entry = entries_[peer];
  if (entry.free_at > now && entry.last == hash) return;
  entry.last = hash;
  entry.free_at = std::max(entry.free_at, now) + kRefill;
}

}  // namespace mimon::server
