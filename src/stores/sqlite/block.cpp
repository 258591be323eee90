#include "stores/sqlite/block.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "stores/sqlite/bytes.h"
#include "stores/sqlite/time_axis.h"

namespace mimon::store::sqlite {
namespace {

// A row of `kSlice` bytes and four of check fills a leaf page of 4096 bytes: SQLite keeps up to
// 4061 bytes of a row in the page, five of which are the row's header.
constexpr std::size_t kCheck = 4;
constexpr std::int64_t kSlicesPerBlock = 1 << 16;

// SQLite does not check what it reads.
std::uint32_t check_of(std::string_view bytes) {
  std::uint64_t hash = 0x9e3779b97f4a7c15U ^ bytes.size();
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    hash = (hash ^ word) * 0xff51afd7ed558ccdU;
    hash ^= hash >> 29;
  }
  for (const char byte : bytes) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3U;
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

Error damage(const BlockInfo& info) {
  return {std::make_error_code(std::errc::bad_message),
          fmt::format("block {} is damaged", info.id)};
}

// Times, then each series: the distance of its id, and its size. Where that is 0 a reference
// follows: the distance of the id it refers to and whether it is negated in one number, the offset.
std::string head_of(const std::vector<std::int64_t>& times, const std::vector<Chunk>& chunks) {
  ByteWriter out;
  write_times(times, out);
  out.number(chunks.size());
  SeriesId next = 0;
  for (const Chunk& chunk : chunks) {
    out.number(chunk.series - next);
    out.number(chunk.bytes.size());
    next = chunk.series + 1;
    if (!chunk.reference) continue;
    const Reference& reference = *chunk.reference;
    out.number(std::uint64_t{chunk.series - reference.to} << 1 | (reference.negated ? 1U : 0U));
    out.signed_number(reference.offset);
  }
  return out.take();
}

bool read_reference(ByteReader& in, SeriesId series,
                    std::vector<std::pair<SeriesId, Reference>>& out) {
  const std::uint64_t number = in.number();
  const std::uint64_t distance = number >> 1;
  if (distance == 0 || distance > series) return false;
  const auto to = static_cast<SeriesId>(series - distance);
  out.emplace_back(series, Reference{to, (number & 1) != 0, in.signed_number()});
  return true;
}

/// Writes a block's bytes as they come, a slice at a time.
class SliceWriter {
 public:
  SliceWriter(Database& database, std::int64_t block, const BeforeSlice& before)
      : database_(database), before_(before), id_(block * kSlicesPerBlock) {}

  Result<void> add(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::string_view part = bytes.substr(0, kCheck + kSlice - slice_.size());
      slice_ += part;
      bytes.remove_prefix(part.size());
      if (slice_.size() < kCheck + kSlice) break;
      if (const auto done = finish(); !done) return done;
    }
    return {};
  }

  Result<void> finish() {
    if (slice_.size() == kCheck) return {};
    if (before_) {
      if (const auto done = before_(); !done) return done;
    }
    const std::uint32_t check = check_of(std::string_view(slice_).substr(kCheck));
    std::memcpy(slice_.data(), &check, kCheck);
    const auto done = database_.run("INSERT INTO slice VALUES(?, ?)", id_++, Blob{slice_});
    slice_.resize(kCheck);
    return done;
  }

 private:
  Database& database_;
  const BeforeSlice& before_;
  std::int64_t id_;
  std::string slice_ = std::string(kCheck, '\0');
};

}  // namespace

bool is_block_damage(const Error& error) {
  return error.code == std::errc::bad_message;
}

Result<BlockInfo> insert_block(Database& database, BlockInfo info,
                               const std::vector<std::int64_t>& times,
                               const std::vector<Chunk>& chunks, const BeforeSlice& before_slice) {
  info.first = times.front();
  info.last = times.back();
  info.points = static_cast<std::int64_t>(times.size());
  info.size = 0;
  SliceWriter slices(database, info.id, before_slice);
  for (const Chunk& chunk : chunks) {
    info.size += static_cast<std::int64_t>(chunk.bytes.size());
    if (const auto added = slices.add(chunk.bytes); !added) return added.error();
  }
  if (const auto finished = slices.finish(); !finished) return finished.error();
  const std::string head = head_of(times, chunks);
  const auto row =
      database.run("INSERT INTO block VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", info.id,
                   static_cast<std::int64_t>(info.tier), std::int64_t{info.merged}, info.first,
                   info.last, info.points, info.spacing, info.size, Blob{head}, info.rank);
  if (!row) return row.error();
  return info;
}

Result<void> erase_block(Database& database, const BlockInfo& info) {
  const auto slices = database.run("DELETE FROM slice WHERE id >= ? AND id < ?",
                                   info.id * kSlicesPerBlock, (info.id + 1) * kSlicesPerBlock);
  if (!slices) return slices.error();
  return database.run("DELETE FROM block WHERE id = ?", info.id);
}

Result<std::vector<BlockInfo>> list_blocks(Database& database) {
  std::vector<BlockInfo> blocks;
  bool sound = true;
  const auto done = database.rows(
      "SELECT id, tier, merged, first, last, points, spacing, size, rank FROM block "
      "ORDER BY rank, id",
      [&](const Row& row) {
        const auto tier = row.integer(1);
        sound = sound && tier >= 0 && tier < std::int64_t{std::size(kResolutions)} &&
                row.integer(5) > 0 && row.integer(6) > 0 && row.integer(3) <= row.integer(4);
        blocks.push_back({row.integer(0), row.integer(8), static_cast<Resolution>(tier),
                          row.integer(2) != 0, row.integer(3), row.integer(4), row.integer(5),
                          row.integer(6), row.integer(7)});
        return sound;
      });
  if (!done) return done.error();
  if (!sound) return Error{std::error_code(SQLITE_CORRUPT, sqlite_category()), "list of blocks"};
  return blocks;
}

Result<BlockReader> BlockReader::open(Database& database, const BlockInfo& info) {
  BlockReader reader(database, info);
  bool found = false;
  bool sound = false;
  const auto done = database.rows(
      "SELECT head FROM block WHERE id = ?",
      [&](const Row& row) {
        found = true;
        sound = reader.read_head(row.bytes(0));
        return false;
      },
      info.id);
  if (!done) return done.error();
  if (!found)
    return Error{std::make_error_code(std::errc::no_such_file_or_directory), "a block is gone"};
  if (!sound) return damage(info);
  return reader;
}

bool BlockReader::read_head(std::string_view head) {
  ByteReader in(head);
  if (!read_times(in, static_cast<std::size_t>(info_.points), times_)) return false;
  const std::uint64_t count = in.number();
  if (count > head.size()) return false;
  series_.reserve(count);
  offsets_.reserve(count + 1);
  std::uint64_t next = 0;
  std::uint64_t offset = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    next += in.number();
    series_.push_back(static_cast<SeriesId>(next++));
    offsets_.push_back(offset);
    const std::uint64_t size = in.number();
    offset += size;
    if (size == 0 && !read_reference(in, series_.back(), references_)) return false;
    if (next > std::uint64_t{1} << 32 || offset > static_cast<std::uint64_t>(info_.size))
      return false;
  }
  offsets_.push_back(offset);
  return in.ok() && in.at_end() && offset == static_cast<std::uint64_t>(info_.size);
}

Result<void> BlockReader::load_slices(std::size_t first, std::size_t last) {
  if (first >= first_slice_ && last <= last_slice_) return {};
  // What comes next is often the neighbour; what lies before is not asked for again.
  if (first >= first_slice_ && first <= last_slice_) {
    slices_.erase(0, (first - first_slice_) * kSlice);
  } else {
    slices_.clear();
    last_slice_ = first;
  }
  first_slice_ = first;
  const std::int64_t base = info_.id * kSlicesPerBlock;
  bool sound = true;
  const auto done = database_->rows(
      "SELECT bytes FROM slice WHERE id >= ? AND id < ? ORDER BY id",
      [&](const Row& row) {
        const std::string_view slice = row.bytes(0);
        std::uint32_t check = 0;
        sound = slice.size() > kCheck;
        if (!sound) return false;
        std::memcpy(&check, slice.data(), kCheck);
        sound = check == check_of(slice.substr(kCheck));
        slices_ += slice.substr(kCheck);
        ++last_slice_;
        return sound;
      },
      base + static_cast<std::int64_t>(last_slice_), base + static_cast<std::int64_t>(last));
  if (!done) return done.error();
  if (sound && last_slice_ == last) return {};
  slices_.clear();
  first_slice_ = last_slice_ = 0;
  return damage(info_);
}

std::optional<std::size_t> BlockReader::index_of(SeriesId series) const {
  const auto found = std::lower_bound(series_.begin(), series_.end(), series);
  if (found == series_.end() || *found != series) return std::nullopt;
  return static_cast<std::size_t>(found - series_.begin());
}

Result<StoredChunk> BlockReader::chunk(SeriesId series) {
  auto index = index_of(series);
  if (!index) return StoredChunk();
  StoredChunk chunk;
  if (offsets_[*index] == offsets_[*index + 1]) {
    chunk.reference =
        std::ranges::lower_bound(references_, series, {}, &std::pair<SeriesId, Reference>::first)
            ->second;
    index = index_of(chunk.reference->to);
    if (!index) return damage(info_);
  }
  const std::uint64_t begin = offsets_[*index];
  const std::uint64_t end = offsets_[*index + 1];
  if (begin == end) return damage(info_);
  const auto loaded = load_slices(begin / kSlice, (end + kSlice - 1) / kSlice);
  if (!loaded) return loaded.error();
  const std::uint64_t from = begin - first_slice_ * kSlice;
  if (from + (end - begin) > slices_.size()) return damage(info_);
  chunk.bytes = std::string_view(slices_).substr(from, end - begin);
  return chunk;
}

}  // namespace mimon::store::sqlite
