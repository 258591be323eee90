#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "stores/resolution.h"
#include "stores/sqlite/database.h"
#include "stores/sqlite/reference.h"

namespace mimon::store::sqlite {

/// What is known of a block without reading it.
struct BlockInfo {
  std::int64_t id = 0;  ///< in the order of writing
  /// In the order of recording: a block that is made of others has the highest of theirs.
  std::int64_t rank = 0;
  Resolution tier = Resolution::s1;
  bool merged = false;     ///< one of full length; otherwise a piece that waits to be joined
  std::int64_t first = 0;  ///< first and last time in it, seconds since 1970
  std::int64_t last = 0;
  std::int64_t points = 0;  ///< times in it
  /// Seconds from point to point where nothing is missing: the width of a bucket, or from tick to
  /// tick where that is more.
  std::int64_t spacing = 1;
  std::int64_t size = 0;  ///< bytes of its columns

  /// The recorded time in it, gaps left out.
  [[nodiscard]] std::int64_t recorded() const { return points * spacing; }
};

/// A block's bytes are not what was written, though the file as a whole can be read.
[[nodiscard]] bool is_block_damage(const Error& error);

/// One series in a block: a column at 1 s (see column_codec.h), the three columns of a coarser
/// tier (see tier_column.h) otherwise; or, with no bytes, what it follows from.
struct Chunk {
  SeriesId series;
  std::string bytes;
  std::optional<Reference> reference{};
};

/// The same as it is read.
struct StoredChunk {
  std::string_view bytes;                ///< of the series that is referred to, where one is
  std::optional<Reference> reference{};  ///< to apply to what is decoded
};

/// Called before each slice is written: a place to erase what the new block replaces, bit by bit,
/// so that its pages are taken over while they are in memory.
using BeforeSlice = std::function<Result<void>()>;

/// Adds a block; `info.size` need not be set. `chunks` ascend by series.
[[nodiscard]] Result<BlockInfo> insert_block(Database& database, BlockInfo info,
                                             const std::vector<std::int64_t>& times,
                                             const std::vector<Chunk>& chunks,
                                             const BeforeSlice& before_slice = {});

/// Bytes of a slice without its check.
inline constexpr std::size_t kSlice = 4052;

[[nodiscard]] Result<void> erase_block(Database& database, const BlockInfo& info);

/// All blocks, by rank.
[[nodiscard]] Result<std::vector<BlockInfo>> list_blocks(Database& database);

/// Reads one block. The database must outlive it.
class BlockReader {
 public:
  /// `no_such_file_or_directory` where the block is gone; damage to the
  /// block where it makes no sense.
  [[nodiscard]] static Result<BlockReader> open(Database& database, const BlockInfo& info);

  [[nodiscard]] const std::vector<std::int64_t>& times() const { return times_; }
  [[nodiscard]] const std::vector<SeriesId>& series() const { return series_; }
  /// A series' bytes, empty where the block has none of it. Valid until the next call.
  [[nodiscard]] Result<StoredChunk> chunk(SeriesId series);

 private:
  BlockReader(Database& database, const BlockInfo& info) : database_(&database), info_(info) {}
  [[nodiscard]] bool read_head(std::string_view head);
  [[nodiscard]] std::optional<std::size_t> index_of(SeriesId series) const;
  [[nodiscard]] Result<void> load_slices(std::size_t first, std::size_t last);

  Database* database_;
  BlockInfo info_;
  std::vector<std::int64_t> times_;
  std::vector<SeriesId> series_;
  std::vector<std::uint64_t> offsets_;  ///< where each chunk begins, and the end of the last
  std::vector<std::pair<SeriesId, Reference>> references_;  ///< of the series that have one
  std::string slices_;  ///< bytes of slices [first_slice_, last_slice_)
  std::size_t first_slice_ = 0;
  std::size_t last_slice_ = 0;
};

}  // namespace mimon::store::sqlite
