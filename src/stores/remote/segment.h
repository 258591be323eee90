#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimon::store::remote {

/// A file of records, each `length, checksum, bytes` with the first two as 32-bit little-endian
/// numbers. Written at its end, read from its front. For one thread; movable.
class Segment {
 public:
  /// What a record takes beside its bytes.
  static constexpr std::uint64_t kOverhead = 8;

  /// Makes the file, or opens one that is there.
  [[nodiscard]] static Result<Segment> open(std::string path);
  Segment(Segment&& other) noexcept;
  Segment& operator=(Segment&& other) noexcept;
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;
  ~Segment();

  /// Counts the records from `offset` on by their lengths. The file is cut behind the last complete
  /// one. With `verify` a record that does not fit its checksum ends it too.
  [[nodiscard]] Result<std::uint64_t> recover(std::uint64_t offset, bool verify);

  /// All of the record, or nothing of it.
  [[nodiscard]] Result<void> append(std::string_view record);
  /// The record that begins at `offset`; absent where the bytes there are none.
  [[nodiscard]] std::optional<std::string> read(std::uint64_t offset) const;
  /// Where the record after it begins; absent where its length makes no sense.
  [[nodiscard]] std::optional<std::uint64_t> next(std::uint64_t offset) const;
  /// Once this returns, what was appended outlasts a loss of power.
  [[nodiscard]] Result<void> sync();
  void remove();

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Segment(std::string path, int fd, std::uint64_t bytes);
  /// Of a record that begins at `offset`; absent where it does not fit the file.
  [[nodiscard]] std::optional<std::uint32_t> length_at(std::uint64_t offset) const;

  std::string path_;
  int fd_ = -1;
  std::uint64_t bytes_ = 0;
};

/// CRC-32 over a record.
[[nodiscard]] std::uint32_t checksum(std::string_view bytes);

}  // namespace mimon::store::remote
