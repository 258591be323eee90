#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "stores/remote/record_kind.h"

namespace mimon::store::remote {

/// How far a spool was read.
struct Cursor {
  std::uint64_t segment = 0;  ///< its number
  std::uint64_t offset = 0;   ///< of the next record in it
};

/// The folder of a spool: its lock, what its records are, the names of its files. Movable.
class SpoolFolder {
 public:
  /// As `Spool::open`.
  [[nodiscard]] static Result<SpoolFolder> open(const std::string& folder, const RecordKind& kind);
  SpoolFolder(SpoolFolder&& other) noexcept;
  SpoolFolder& operator=(SpoolFolder&& other) noexcept;
  SpoolFolder(const SpoolFolder&) = delete;
  SpoolFolder& operator=(const SpoolFolder&) = delete;
  ~SpoolFolder();

  /// The numbers of the segments there are, ascending.
  [[nodiscard]] std::vector<std::uint64_t> segments() const;
  [[nodiscard]] std::string segment_path(std::uint64_t number) const;

  /// Where `write` said; the front of everything where that cannot be read.
  [[nodiscard]] Cursor read_cursor() const;
  void write_cursor(Cursor cursor);

  [[nodiscard]] const std::string& set_aside() const { return set_aside_; }

 private:
  SpoolFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  [[nodiscard]] Result<void> claim(const RecordKind& kind);
  [[nodiscard]] bool anything_waits() const;
  void remove_segments();
  [[nodiscard]] Result<void> put_aside();
  [[nodiscard]] Result<void> take_back(const RecordKind& kind);

  std::string path_;
  std::string set_aside_;
  int lock_ = -1;
  int cursor_ = -1;
};

}  // namespace mimon::store::remote
