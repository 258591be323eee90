#include "stores/sqlite/sqlite_store.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace mimon::store::sqlite {
namespace {

using std::chrono::seconds;

// A clock set back by less is waited for.
constexpr std::int64_t kMoment = 5;
constexpr seconds kRetry{5};
// A disk that damages file after file must not be filled with them.
constexpr std::chrono::minutes kBetweenSetAsides{10};

std::int64_t to_second(WallTime time) {
  return std::chrono::floor<seconds>(time + std::chrono::milliseconds(500))
      .time_since_epoch()
      .count();
}

WallTime to_wall(std::int64_t second) {
  return WallTime(seconds(second));
}

bool needs_a_person(const Error& error) {
  return !error.code;
}

}  // namespace

SqliteStore::SqliteStore(Options options, Logger log)
    : options_(std::move(options)), log_(log), failures_(std::move(log)) {
  status_.location = options_.path;
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(Options options, Logger log) {
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(options), std::move(log)));
  const auto opened = store->try_open();
  if (!opened && needs_a_person(opened.error())) return opened.error();
  store->report(opened);
  return store;
}

SqliteStore::~SqliteStore() {
  if (archive_) (void)write_rows();
}

Result<void> SqliteStore::try_open() {
  auto archive = Archive::open(options_.path);
  if (!archive && is_damage(archive.error())) return start_anew(archive.error());
  if (!archive) return archive.error();
  adopt(std::move(*archive));
  return {};
}

void SqliteStore::adopt(Archive archive) {
  const std::lock_guard lock(layout_);
  // What was sampled before the file could be opened goes by ids of its own.
  Registry registry = archive.registry();
  const std::vector<SeriesId> ids = registry.absorb(registry_);
  for (Batch& batch : batches_) {
    batch.written = 0;
    for (Tick& tick : batch.ticks) {
      std::vector<std::int64_t> values(registry.size(), kAbsent);
      for (std::size_t i = 0; i < tick.values.size(); ++i) values[ids[i]] = tick.values[i];
      tick.values = std::move(values);
    }
  }
  registry_ = std::move(registry);
  std::vector<Batch> batches = archive.take_batches();
  next_row_ = archive.last_row() + 1;
  if (archive.unreadable_ticks() > 0)
    log_->error("history: ticks that cannot be read were dropped: {}", archive.unreadable_ticks());
  batches_.insert(batches_.begin(), std::make_move_iterator(batches.begin()),
                  std::make_move_iterator(batches.end()));
  blocks_ = archive.blocks();
  readers_ = std::make_shared<Readers>(options_.path);
  archive_ = std::make_unique<Archive>(std::move(archive));
}

void SqliteStore::say_taken_away() {
  std::error_code error;
  if (std::filesystem::exists(options_.path, error))
    log_->warn("history: {} was replaced; recording goes on in what is there now", options_.path);
  else
    log_->warn("history: {} was removed; it is made anew", options_.path);
}

void SqliteStore::abandon() {
  const std::lock_guard lock(layout_);
  readers_.reset();
  archive_.reset();
  blocks_.clear();
  damaged_.clear();
  corruption_ = false;
  registry_.forget_stored();
  for (Batch& batch : batches_) batch.written = 0;
}

Result<void> SqliteStore::start_anew(const Error& why) {
  if (last_set_aside_ && now_ - *last_set_aside_ < kBetweenSetAsides) return why;
  last_set_aside_ = now_;
  abandon();
  const auto stamp = std::chrono::floor<seconds>(std::chrono::system_clock::now());
  const auto aside = set_aside(options_.path, fmt::format("{:%Y%m%dT%H%M%S}Z", stamp));
  if (!aside) return aside.error();
  log_->error("history: {}; it is kept as {}, and a new file is begun", explain(why), *aside);
  {
    const std::lock_guard lock(status_mutex_);
    status_.set_aside = *aside;
  }
  auto archive = Archive::open(options_.path);
  if (!archive) return archive.error();
  adopt(std::move(*archive));
  return {};
}

bool SqliteStore::take_in(const Snapshot& snapshot) {
  const std::lock_guard lock(layout_);
  Tick tick;
  tick.time = to_second(snapshot.wall);
  tick.interval = std::max<std::int64_t>(1, std::chrono::round<seconds>(snapshot.interval).count());
  std::optional<std::int64_t> last;
  if (!batches_.empty()) {
    last = batches_.back().ticks.back().time;
  } else {
    for (const BlockInfo& block : blocks_) {
      if (block.tier == Resolution::s1) last = block.last;
    }
  }
  if (last && tick.time <= *last && tick.time > *last - kMoment) return false;
  registry_.read(snapshot, tick.values);
  if (batches_.empty() || !continues(batches_.back(), tick)) batches_.emplace_back();
  batches_.back().ticks.push_back(std::move(tick));
  return true;
}

void SqliteStore::drop_excess() {
  std::size_t ticks = 0;
  for (const Batch& batch : batches_) ticks += batch.ticks.size();
  while (ticks > kMostWaiting && batches_.size() > 1) {
    const std::size_t lost = batches_.front().ticks.size();
    ticks -= lost;
    {
      const std::lock_guard lock(layout_);
      batches_.erase(batches_.begin());
    }
    const std::lock_guard lock(status_mutex_);
    status_.dropped += lost;
  }
}

void SqliteStore::append(const Snapshot& snapshot) {
  now_ = snapshot.mono;
  wall_ = snapshot.wall;
  Result<void> outcome;
  if (archive_ && !archive_->in_place()) {
    say_taken_away();
    abandon();
    last_try_.reset();
  }
  const bool tries = !archive_ && (!last_try_ || now_ - *last_try_ >= kRetry);
  if (tries) {
    last_try_ = now_;
    outcome = try_open();
  }
  if (!take_in(snapshot)) return;
  drop_excess();
  if (archive_) outcome = write();
  if (!outcome && is_damage(outcome.error())) {
    outcome = start_anew(outcome.error());
    if (outcome) outcome = write();
  }
  if (archive_ || tries) report(outcome);
}

Result<void> SqliteStore::write() {
  if (const auto rows = write_rows(); !rows) return rows;
  if (batches_.size() > 1) {
    if (const auto sealed = seal_front(); !sealed) return sealed;
  }
  if (const auto maintained = maintain(); !maintained) return maintained;
  return archive_->checkpoint();
}

Result<void> SqliteStore::write_rows() {
  Database& database = archive_->database();
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (registry_.has_news()) {
    if (const auto stored = registry_.store(database); !stored) return stored;
  }
  std::int64_t row = next_row_;
  for (Batch& batch : batches_) {
    if (batch.written == 0) batch.first_row = row;
    for (std::size_t i = batch.written; i < batch.ticks.size(); ++i, ++row) {
      const std::string bytes = pack(i == 0 ? nullptr : &batch.ticks[i - 1], batch.ticks[i]);
      const auto done = database.run("INSERT INTO tick VALUES(?, ?)", row, Blob{bytes});
      if (!done) return done;
    }
  }
  if (const auto done = transaction->commit(); !done) return done;
  const auto written = static_cast<std::uint64_t>(row - next_row_);
  next_row_ = row;
  registry_.stored();
  for (Batch& batch : batches_) batch.written = batch.ticks.size();
  const std::lock_guard lock(status_mutex_);
  status_.ticks += written;
  return {};
}

Result<void> SqliteStore::change_blocks(
    const std::function<Result<void>(Database&, Blocks&)>& step) {
  Database& database = archive_->database();
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  Blocks blocks = blocks_;
  if (const auto done = step(database, blocks); !done) return done;
  const std::lock_guard lock(layout_);
  if (const auto done = transaction->commit(); !done) return done;
  blocks_ = std::move(blocks);
  return {};
}

Result<void> SqliteStore::seal_front() {
  Database& database = archive_->database();
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  Blocks blocks = blocks_;
  if (const auto done = seal(database, batches_.front(), blocks); !done) return done;
  const auto erased = database.run("DELETE FROM tick WHERE id < ?", batches_[1].first_row);
  if (!erased) return erased.error();
  const std::lock_guard lock(layout_);
  if (const auto done = transaction->commit(); !done) return done;
  blocks_ = std::move(blocks);
  batches_.erase(batches_.begin());
  return {};
}

Result<void> SqliteStore::maintain() {
  const auto looked = look_into_damage();
  if (!looked) return looked.error();
  if (*looked) return {};
  const auto compacted = compact();
  if (compacted) return *compacted ? Result<void>() : archive_->shrink();
  return compacted.error();
}

Result<bool> SqliteStore::too_large() {
  const std::uint64_t most = options_.retention.max_bytes;
  if (most == 0) return false;
  const auto used = archive_->used_bytes();
  if (!used) return used.error();
  // The log grows by all that a join or the end of a block writes, pages that become free included,
  // and the main file by what a block is rolled up to before it goes.
  std::uint64_t log = Archive::kLogBytes;
  std::uint64_t largest = 0;
  for (const BlockInfo& block : blocks_) {
    const auto size = static_cast<std::uint64_t>(block.size);
    if (block.tier == Resolution::s1 && !block.merged) log += size;
    largest = std::max(largest, size);
  }
  return *used + log + log / 8 + largest * 2 > most;
}

Result<bool> SqliteStore::compact() {
  const std::int64_t now = batches_.back().ticks.back().time;
  const Retention& retention = options_.retention;
  const Blocks pieces = find_pieces(blocks_, now);
  std::optional<BlockInfo> aged;
  if (pieces.empty()) {
    const auto full = too_large();
    if (!full) return full.error();
    aged = *full ? find_finest(blocks_) : find_aged(blocks_, retention);
    if (!aged) return false;
  }
  const auto done = change_blocks([&](Database& database, Blocks& blocks) {
    return pieces.empty() ? age(database, registry_, retention, *aged, blocks)
                          : join_pieces(database, registry_, pieces, blocks);
  });
  if (done) return true;
  if (!is_block_damage(done.error())) return done.error();
  const std::lock_guard lock(layout_);
  for (const BlockInfo& piece : pieces) damaged_.push_back(piece.id);
  if (aged) damaged_.push_back(aged->id);
  return true;
}

// Whether there was something to look into.
Result<bool> SqliteStore::look_into_damage() {
  std::vector<std::int64_t> suspects;
  bool corruption = false;
  {
    const std::lock_guard lock(layout_);
    suspects.swap(damaged_);
    std::swap(corruption, corruption_);
  }
  Database& database = archive_->database();
  if (corruption) {
    bool sound = false;
    const auto checked = database.rows("PRAGMA quick_check(1)", [&](const Row& row) {
      sound = row.bytes(0) == "ok";
      return false;
    });
    if (!checked) return checked.error();
    if (!sound) return Error{std::error_code(SQLITE_CORRUPT, sqlite_category()), options_.path};
  }
  for (const BlockInfo& block : Blocks(blocks_)) {
    if (std::find(suspects.begin(), suspects.end(), block.id) == suspects.end()) continue;
    const auto sound = is_sound(database, block);
    if (!sound) return sound.error();
    if (*sound) continue;
    log_->error("history: the block from {} to {} is damaged and was dropped",
                iso8601(to_wall(block.first)), iso8601(to_wall(block.last)));
    const auto erased = change_blocks([&](Database& file, Blocks& blocks) {
      std::erase_if(blocks, [&](const BlockInfo& other) { return other.id == block.id; });
      return erase_block(file, block);
    });
    if (!erased) return erased.error();
  }
  return !suspects.empty();
}

void SqliteStore::report(const Result<void>& outcome) {
  if (outcome)
    failures_.works("history");
  else
    failures_.failed("history", explain(outcome.error()));
  std::uint64_t waiting = 0;
  std::optional<std::int64_t> newest;
  std::int64_t oldest = std::numeric_limits<std::int64_t>::max();
  for (const Batch& batch : batches_) {
    waiting += batch.ticks.size() - batch.written;
    oldest = std::min(oldest, batch.ticks.front().time);
    if (batch.written > 0) newest = batch.ticks[batch.written - 1].time;
  }
  for (const BlockInfo& block : blocks_) oldest = std::min(oldest, block.first);
  const std::uint64_t bytes = bytes_on_disk(options_.path);
  const std::lock_guard lock(status_mutex_);
  status_.state = outcome ? StoreStatus::State::ok : StoreStatus::State::degraded;
  status_.detail = outcome ? std::string() : explain(outcome.error());
  status_.bytes = bytes;
  status_.unwritten = waiting;
  if (newest) status_.last_write = to_wall(*newest);
  if (oldest != std::numeric_limits<std::int64_t>::max()) status_.oldest = to_wall(oldest);
}

StoreStatus SqliteStore::status() const {
  const std::lock_guard lock(status_mutex_);
  return status_;
}

}  // namespace mimon::store::sqlite
