#pragma once

#include <cstddef>

namespace mimon::server {

/// What the long request bodies of all connections take together, so that many clients that send
/// slowly cannot fill the memory. I/O thread only.
class BodyMemory {
 public:
  explicit BodyMemory(std::size_t most) : most_(most) {}

  /// The part of a body that does not count, so that long ones never keep short ones out.
  static constexpr std::size_t kFree = std::size_t{16} << 10;

  /// A body has grown from `before` to `after` bytes; false where there is no room for it.
  [[nodiscard]] bool grow(std::size_t before, std::size_t after) {
    const auto more = counted(after) - counted(before);
    if (more > most_ - used_) return false;
    used_ += more;
    return true;
  }
  /// A body of `size` bytes, all of which were granted, is gone.
  void release(std::size_t size) { used_ -= counted(size); }

  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  [[nodiscard]] static std::size_t counted(std::size_t size) {
    return size > kFree ? size - kFree : 0;
  }

  const std::size_t most_;
  std::size_t used_ = 0;
};

}  // namespace mimon::server
