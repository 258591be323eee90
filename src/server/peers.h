#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "server/io.h"

namespace mimon::server {

/// Who is counted as one client: the IPv4 address, or the IPv6 network of 64 bits.
[[nodiscard]] std::uint64_t peer_of(const Socket& socket);

/// Things of which there is a limit, by the peer that holds them. Where all are taken, a newcomer
/// gets the place of one of the peer that holds most: no peer keeps the last places from others.
/// There is no limit a peer, since all viewers may come through one proxy. For one thread.
template <typename T>
class PerPeer {
 public:
  using Items = std::unordered_set<T*>;

  void add(std::uint64_t peer, T& item) { size_ += peers_[peer].insert(&item).second ? 1 : 0; }
  /// Does nothing where it is not there.
  void remove(std::uint64_t peer, T& item) {
    const auto held = peers_.find(peer);
    if (held == peers_.end()) return;
    size_ -= held->second.erase(&item);
    if (held->second.empty()) peers_.erase(held);
  }

  /// Of all peers.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// What `peer` holds.
  [[nodiscard]] const Items& of(std::uint64_t peer) const {
    const auto held = peers_.find(peer);
    return held == peers_.end() ? none_ : held->second;
  }

  /// What the peer holds that holds most; null unless that is more than `newcomer` would with one
  /// more.
  [[nodiscard]] const Items* greedier(std::uint64_t newcomer) const {
    auto most = of(newcomer).size() + 1;
    const Items* found = nullptr;
    for (const auto& [peer, items] : peers_) {
      if (items.size() <= most) continue;
      most = items.size();
      found = &items;
    }
    return found;
  }

  /// Calls `use` with each; it must not add or remove any.
  template <typename Use>
  void for_each(Use use) const {
    for (const auto& [peer, items] : peers_) {
      for (auto* item : items) use(*item);
    }
  }

 private:
  const Items none_;
  std::unordered_map<std::uint64_t, Items> peers_;
  std::size_t size_ = 0;
};

}  // namespace mimon::server
