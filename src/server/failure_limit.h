#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace mimon::server {

/// Counts failed attempts by address: 10 at once, then one every 6 s. The same wrong token again
/// (a page that polls with a stale cookie) is not another attempt. Remembers the 1024 addresses
/// that failed last. For one thread.
class FailureLimit {
 public:
  static constexpr int kBurst = 10;
  static constexpr std::chrono::seconds kRefill{6};

  /// True where `peer` has used up its attempts: it is then to be refused whatever it presents.
  [[nodiscard]] bool blocked(std::uint64_t peer, MonoTime now) const;
  void failed(std::uint64_t peer, std::string_view token, MonoTime now);

 private:
  struct Entry {
    MonoTime free_at{};  ///< when all attempts will be given back
    std::size_t last = 0;
  };
  std::unordered_map<std::uint64_t, Entry> entries_;
};

}  // namespace mimon::server
