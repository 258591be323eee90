#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace mimon::store::remote {

/// What an engine refused for good, told for a while after the last of it: whoever looks an hour
/// later must still see that samples were lost. For one thread at a time.
class Refusals {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Refusals(std::chrono::steady_clock::duration told_for) : told_for_(told_for) {}

  /// `why`: the engine's reason, for people; empty where it gave none.
  void add(std::uint64_t count, const std::string& why, Time now);
  /// One sentence without its full stop; empty where nothing was refused, or not lately.
  [[nodiscard]] std::string tell(Time now) const;

 private:
  [[nodiscard]] bool told(Time now) const { return count_ > 0 && now - last_ < told_for_; }

  std::chrono::steady_clock::duration told_for_;
  std::uint64_t count_ = 0;
  std::string why_;
  Time last_;
};

}  // namespace mimon::store::remote
