#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stores/remote/segment.h"
#include "stores/remote/spool_folder.h"

namespace mimon::store::remote {

/// Records that wait on disk, first in, first out, within a limit: where it is reached the oldest
/// go, a segment at a time. After a kill at any moment everything that was appended is there; after
/// a loss of power, what was synced. A record whose bytes were damaged is skipped and counted. A
/// record that was taken may be there again after a kill, or a loss of power: what is sent twice
/// must do no harm. For one thread at a time; movable.
class Spool {
 public:
  /// `folder` is made where it is missing. What waits there of another kind than `kind` takes is
  /// moved to a subfolder, and is there again, in front, once it is opened for its own kind. Fails
  /// where the folder cannot be used, or another process uses it.
  [[nodiscard]] static Result<Spool> open(const std::string& folder, const RecordKind& kind,
                                          std::uint64_t max_bytes);

  /// Takes a record in, of at least one byte. On failure nothing of it stays.
  [[nodiscard]] Result<void> append(std::string_view record);

  /// Copies of the oldest records, in order: at least one where any waits, otherwise within both
  /// limits. They wait on until `pop` says what became of them.
  [[nodiscard]] std::vector<std::string> front(std::size_t most_records, std::size_t most_bytes);
  /// The first `count` of what `front` gave last are done with. Those of them that were dropped
  /// meanwhile do not count as dropped.
  void pop(std::size_t count);

  /// Once this returns, what was appended outlasts a loss of power.
  [[nodiscard]] Result<void> sync();

  [[nodiscard]] std::uint64_t size() const { return end_ - first_; }  ///< records that wait
  [[nodiscard]] std::uint64_t bytes() const;                          ///< on disk
  /// Records lost since the start, to the limit or to damage.
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }
  /// Where what waited of another kind was moved when the spool was opened; empty: nothing did.
  [[nodiscard]] const std::string& set_aside() const { return folder_.set_aside(); }

 private:
  struct Stretch {
    std::uint64_t number;  ///< in the file's name
    std::uint64_t first;   ///< of its records, counted since the start
    std::uint64_t end;
    Segment file;
  };

  Spool(SpoolFolder folder, std::uint64_t max_bytes);
  [[nodiscard]] Result<void> load();
  [[nodiscard]] Result<void> begin_segment();
  [[nodiscard]] Result<void> make_room(std::uint64_t bytes);
  void drop_oldest();
  void lose(std::uint64_t from, std::uint64_t to);
  void skip_damaged();
  void forget_done();

  SpoolFolder folder_;
  std::uint64_t max_bytes_;
  std::uint64_t segment_bytes_;
  std::deque<Stretch> segments_;  ///< never empty; the last is written to
  std::uint64_t first_ = 0;       ///< the oldest record that waits
  std::uint64_t offset_ = 0;      ///< of it, in the first segment
  std::uint64_t end_ = 0;
  std::uint64_t lent_from_ = 0;  ///< what `front` gave last
  std::vector<std::uint64_t> lent_sizes_;
  std::uint64_t lent_lost_ = 0;  ///< of those, how many were dropped meanwhile
  std::uint64_t dropped_ = 0;
  bool unsynced_ = false;
};

}  // namespace mimon::store::remote
