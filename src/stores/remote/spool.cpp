#include "stores/remote/spool.h"

#include <algorithm>
#include <utility>

namespace mimon::store::remote {
namespace {

// Of the limit: what is lost at once when it is reached.
constexpr std::uint64_t kShare = 16;
constexpr std::uint64_t kLargest = std::uint64_t{8} << 20;
constexpr std::uint64_t kSmallest = 4096;

}  // namespace

Spool::Spool(SpoolFolder folder, std::uint64_t max_bytes)
    : folder_(std::move(folder)),
      max_bytes_(max_bytes),
      segment_bytes_(std::clamp(max_bytes / kShare, kSmallest, kLargest)) {}

Result<Spool> Spool::open(const std::string& folder, const RecordKind& kind,
                          std::uint64_t max_bytes) {
  auto opened = SpoolFolder::open(folder, kind);
  if (!opened) return opened.error();
  Spool spool(std::move(*opened), max_bytes);
  if (const auto loaded = spool.load(); !loaded) return loaded.error();
  return spool;
}

Result<void> Spool::load() {
  const Cursor cursor = folder_.read_cursor();
  const std::vector<std::uint64_t> numbers = folder_.segments();
  for (const std::uint64_t number : numbers) {
    auto file = Segment::open(folder_.segment_path(number));
    if (!file) return file.error();
    if (number < cursor.segment) {
      file->remove();
      continue;
    }
    const bool is_first = segments_.empty();
    const bool resumes = is_first && number == cursor.segment && cursor.offset <= file->bytes();
    if (is_first) offset_ = resumes ? cursor.offset : 0;
    const auto records = file->recover(is_first ? offset_ : 0, number == numbers.back());
    if (!records) return records.error();
    segments_.push_back({number, end_, end_ + *records, std::move(*file)});
    end_ += *records;
  }
  if (segments_.empty()) {
    if (const auto begun = begin_segment(); !begun) return begun;
  }
  return make_room(0);
}

Result<void> Spool::begin_segment() {
  const std::uint64_t before =
      segments_.empty() ? folder_.read_cursor().segment : segments_.back().number;
  auto file = Segment::open(folder_.segment_path(before + 1));
  if (!file) return file.error();
  if (unsynced_ && !segments_.empty()) (void)segments_.back().file.sync();
  segments_.push_back({before + 1, end_, end_, std::move(*file)});
  forget_done();
  return {};
}

std::uint64_t Spool::bytes() const {
  std::uint64_t sum = 0;
  for (const Stretch& segment : segments_) sum += segment.file.bytes();
  return sum;
}

void Spool::lose(std::uint64_t from, std::uint64_t to) {
  const std::uint64_t lent_end = lent_from_ + lent_sizes_.size();
  const std::uint64_t lent =
      std::clamp(to, lent_from_, lent_end) - std::clamp(from, lent_from_, lent_end);
  lent_lost_ += lent;
  dropped_ += to - from - lent;
}

void Spool::drop_oldest() {
  Stretch& oldest = segments_.front();
  lose(first_, oldest.end);
  first_ = oldest.end;
  offset_ = 0;
  oldest.file.remove();
  segments_.pop_front();
  folder_.write_cursor({segments_.front().number, 0});
}

Result<void> Spool::make_room(std::uint64_t bytes_wanted) {
  while (bytes() + bytes_wanted > max_bytes_) {
    if (segments_.size() == 1) {
      if (segments_.front().file.bytes() == 0) return {};
      if (const auto begun = begin_segment(); !begun) return begun;
      if (segments_.size() == 1) continue;
    }
    drop_oldest();
  }
  return {};
}

Result<void> Spool::append(std::string_view record) {
  const std::uint64_t bytes_wanted = record.size() + Segment::kOverhead;
  if (const auto room = make_room(bytes_wanted); !room) return room;
  if (segments_.back().file.bytes() + bytes_wanted > segment_bytes_ &&
      segments_.back().file.bytes() > 0) {
    if (const auto begun = begin_segment(); !begun) return begun;
  }
  if (const auto done = segments_.back().file.append(record); !done) return done;
  segments_.back().end = ++end_;
  unsynced_ = true;
  return {};
}

void Spool::skip_damaged() {
  while (first_ < end_) {
    forget_done();
    Stretch& front = segments_.front();
    if (front.file.read(offset_)) return;
    const auto next = front.file.next(offset_);
    const std::uint64_t skipped = next ? 1 : front.end - first_;
    offset_ = next.value_or(front.file.bytes());
    first_ += skipped;
    dropped_ += skipped;
  }
}

std::vector<std::string> Spool::front(std::size_t most_records, std::size_t most_bytes) {
  pop(0);
  skip_damaged();
  std::vector<std::string> records;
  std::size_t taken = 0;
  std::uint64_t next = first_;
  std::uint64_t offset = offset_;
  for (const Stretch& segment : segments_) {
    while (next < segment.end) {
      if (records.size() == most_records) break;
      // Damage is skipped when it is at the front.
      auto record = segment.file.read(offset);
      if (!record || (!records.empty() && taken + record->size() > most_bytes)) break;
      offset += record->size() + Segment::kOverhead;
      taken += record->size();
      records.push_back(std::move(*record));
      ++next;
    }
    if (next < segment.end) break;
    offset = 0;
  }
  lent_from_ = first_;
  for (const std::string& record : records) lent_sizes_.push_back(record.size());
  return records;
}

void Spool::pop(std::size_t count) {
  count = std::min(count, lent_sizes_.size());
  // What was dropped while it was lent is lost only where it was not taken.
  if (lent_lost_ > count) dropped_ += lent_lost_ - count;
  for (std::size_t i = lent_lost_; i < count; ++i) {
    while (first_ == segments_.front().end && segments_.size() > 1) forget_done();
    offset_ += lent_sizes_[i] + Segment::kOverhead;
    ++first_;
  }
  lent_sizes_.clear();
  lent_lost_ = 0;
  if (count == 0) return;
  forget_done();
  folder_.write_cursor({segments_.front().number, offset_});
}

void Spool::forget_done() {
  while (segments_.size() > 1 && first_ == segments_.front().end) {
    segments_.front().file.remove();
    segments_.pop_front();
    offset_ = 0;
  }
}

Result<void> Spool::sync() {
  if (!unsynced_) return {};
  unsynced_ = false;
  return segments_.back().file.sync();
}

}  // namespace mimon::store::remote
