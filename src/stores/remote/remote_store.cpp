#include "stores/remote/remote_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace mimon::store::remote {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A clock set back by less is waited for, as by the local store.
constexpr std::int64_t kMoment = 5;
constexpr int kLongestPause = 8;
constexpr std::size_t kTimeBytes = sizeof(std::int64_t);

std::int64_t to_second(WallTime time) {
  return std::chrono::floor<seconds>(time + milliseconds(500)).time_since_epoch().count();
}

WallTime to_wall(std::int64_t second) {
  return WallTime(seconds(second));
}

bool has_simulated(const Snapshot& snapshot) {
  return std::ranges::any_of(snapshot.devices,
                             [](const auto& sample) { return sample->device->simulated; });
}

std::string with_time(std::int64_t time, const std::string& record) {
  std::string bytes(kTimeBytes, '\0');
  std::memcpy(bytes.data(), &time, kTimeBytes);
  return bytes + record;
}

std::int64_t time_of(const std::string& bytes) {
  std::int64_t time = 0;
  std::memcpy(&time, bytes.data(), std::min(kTimeBytes, bytes.size()));
  return time;
}

}  // namespace

RemoteStore::RemoteStore(Options options, std::unique_ptr<Engine> engine, Spool spool, Logger log)
    : options_(std::move(options)),
      engine_(std::move(engine)),
      log_(log),
      disk_failures_(log),
      engine_failures_(std::move(log)),
      next_pause_(options_.retry),
      spool_(std::move(spool)),
      refusals_(options_.tell_refusals),
      thread_([this] { run(); }) {}

Result<std::unique_ptr<RemoteStore>> RemoteStore::open(Options options,
                                                       std::unique_ptr<Engine> engine, Logger log) {
  auto spool = Spool::open(options.spool, engine->records(), options.max_spool);
  if (!spool) return spool.error();
  if (!spool->set_aside().empty())
    log->warn(
        "history: what waited for another kind of store is kept in {}, and sent when the store is "
        "of that kind again",
        spool->set_aside());
  if (spool->size() > 0)
    log->info("history: {} samples of an earlier run wait to be sent", spool->size());
  return std::unique_ptr<RemoteStore>(
      new RemoteStore(std::move(options), std::move(engine), std::move(*spool), std::move(log)));
}

RemoteStore::~RemoteStore() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  engine_->interrupt();
  wake_.notify_all();
  thread_.join();
  const std::lock_guard lock(mutex_);
  (void)spool_.sync();
}

void RemoteStore::append(const Snapshot& snapshot) {
  const std::int64_t time = to_second(snapshot.wall);
  {
    const std::lock_guard lock(mutex_);
    if (newest_ && time <= *newest_ && time > *newest_ - kMoment) return;
    newest_ = time;
  }
  HostIdentity identity = options_.identity;
  identity.simulated = identity.simulated || has_simulated(snapshot);
  const std::string record =
      engine_->encode(identity, snapshot, std::chrono::sys_seconds(seconds(time)));
  {
    const std::lock_guard lock(mutex_);
    keep(with_time(time, record));
  }
  wake_.notify_one();
}

void RemoteStore::keep(std::string record) {
  waiting_.push_back(std::move(record));
  const std::uint64_t dropped = spool_.dropped();
  Result<void> outcome;
  while (!waiting_.empty() && !sending_memory_ && outcome) {
    outcome = spool_.append(waiting_.front());
    if (!outcome) break;
    last_kept_ = time_of(waiting_.front());
    waiting_.pop_front();
  }
  if (outcome)
    disk_failures_.works("the spool of history");
  else
    disk_failures_.failed("the spool of history", outcome.error().what());
  disk_trouble_ = outcome ? std::string() : outcome.error().what();
  if (spool_.dropped() > dropped)
    disk_failures_.failed("history", "the spool is full, and its oldest samples are dropped");
  else if (unsent() < 2)
    disk_failures_.works("history");
  while (waiting_.size() > kMostWaiting && !sending_memory_) {
    waiting_.pop_front();
    ++lost_;
  }
}

void RemoteStore::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    busy_ = false;
    if (unsent() == 0) idle_.notify_all();
    wake_.wait(lock, [this] { return stopping_ || unsent() > 0; });
    if (stopping_) return;
    busy_ = true;
    const Lot lot = take();
    lock.unlock();
    deliver(lot);
    lock.lock();
  }
}

RemoteStore::Lot RemoteStore::take() {
  Lot lot;
  lot.records = spool_.front(kMostRecords, kMostBytes);
  lot.from_memory = lot.records.empty();
  if (lot.from_memory) {
    const auto count = std::min(waiting_.size(), kMostRecords);
    lot.records.assign(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  }
  sending_memory_ = lot.from_memory;
  if (!lot.records.empty()) waits_since_ = time_of(lot.records.front());
  for (std::string& record : lot.records) {
    lot.times.push_back(time_of(record));
    record.erase(0, kTimeBytes);
  }
  return lot;
}

void RemoteStore::deliver(const Lot& lot) {
  if (lot.records.empty()) return;
  auto sent = engine_->send(lot.records);
  if (sent && sent->taken == 0) sent = Error{{}, "it took nothing"};
  if (!sent) {
    away(sent.error());
    return;
  }
  engine_failures_.works("the store");
  next_pause_ = options_.retry;
  took(lot, *sent);
  maintain();
}

void RemoteStore::took(const Lot& lot, const Sent& sent) {
  const std::size_t taken = std::min(sent.taken, lot.records.size());
  const std::size_t refused = sent.refused.size();
  if (refused > 0)
    engine_failures_.failed("history",
                            fmt::format("the store refused {} samples: {}", refused, sent.why));
  const std::lock_guard lock(mutex_);
  if (lot.from_memory)
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken));
  else
    spool_.pop(taken);
  sending_memory_ = false;
  if (taken > 0) newest_sent_ = lot.times[taken - 1];
  note_oldest(lot, taken, sent);
  sent_ += taken - std::min(refused, taken);
  lost_ += refused;
  refusals_.add(refused, sent.why, std::chrono::steady_clock::now());
  engine_trouble_.clear();
}

void RemoteStore::note_oldest(const Lot& lot, std::size_t taken, const Sent& sent) {
  auto refused = sent.refused.begin();
  for (std::size_t i = 0; i < taken; ++i) {
    if (refused != sent.refused.end() && *refused == i)
      ++refused;
    else
      oldest_sent_ = std::min(oldest_sent_.value_or(lot.times[i]), lot.times[i]);
  }
}

void RemoteStore::away(const Error& error) {
  {
    const std::lock_guard lock(mutex_);
    sending_memory_ = false;
    engine_trouble_ = error.what();
    // What is sent at once need not survive a loss of power before; what waits does.
    (void)spool_.sync();
    if (stopping_) return;
  }
  engine_failures_.failed("the store", error.what());
  (void)pause(next_pause_);
  next_pause_ = std::min(next_pause_ * 2, options_.retry * kLongestPause);
}

bool RemoteStore::pause(milliseconds time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, time, [this] { return stopping_; });
}

void RemoteStore::maintain() {
  const auto now = std::chrono::steady_clock::now();
  if (last_maintained_ && now - *last_maintained_ < options_.maintain_every) return;
  last_maintained_ = now;
  std::optional<std::int64_t> tick;
  {
    const std::lock_guard lock(mutex_);
    tick = newest_sent_;
    if (stopping_ || !tick) return;
  }
  const auto done = engine_->maintain(to_wall(*tick));
  if (done)
    engine_failures_.works("the store's upkeep");
  else
    engine_failures_.failed("the store's upkeep", done.error().what());
}

Result<QueryResult> RemoteStore::query(const Query& query) const {
  if (const auto sense = check(query); !sense) return sense.error();
  return engine_->query(query);
}

Resolution RemoteStore::resolution_for(const Query& query) const {
  return engine_->resolution_for(query);
}

std::vector<SeriesInfo> RemoteStore::series(std::string_view host) const {
  auto list = engine_->series(host);
  return list ? std::move(*list) : std::vector<SeriesInfo>();
}

Result<std::vector<HostSummary>> RemoteStore::hosts() const {
  return engine_->hosts();
}

StoreStatus RemoteStore::status() const {
  StoreStatus status;
  status.location = engine_->location();
  const std::optional<WallTime> oldest = engine_->oldest();
  const std::lock_guard lock(mutex_);
  status.set_aside = spool_.set_aside();
  status.bytes = spool_.bytes();
  status.ticks = sent_;
  status.dropped = spool_.dropped() + lost_;
  status.unwritten = unsent();
  status.lag = lag();
  if (oldest_sent_) status.oldest = to_wall(*oldest_sent_);
  if (oldest) status.oldest = std::min(*oldest, status.oldest.value_or(*oldest));
  if (last_kept_ || newest_sent_) status.last_write = to_wall(last_kept_.value_or(*newest_sent_));
  status.detail = trouble();
  if (!status.detail.empty()) status.state = StoreStatus::State::degraded;
  return status;
}

milliseconds RemoteStore::lag() const {
  const auto since = newest_sent_ ? newest_sent_ : waits_since_;
  if (unsent() == 0 || !newest_ || !since) return milliseconds(0);
  return std::max(milliseconds(0), milliseconds(seconds(*newest_ - *since)));
}

std::string RemoteStore::trouble() const {
  std::string text;
  if (!disk_trouble_.empty())
    text = fmt::format("the spool cannot be written: {}", disk_trouble_);
  else if (!engine_trouble_.empty())
    text = fmt::format("the store is away, {} samples wait on disk: {}", unsent(), engine_trouble_);
  const std::string refusals = refusals_.tell(std::chrono::steady_clock::now());
  if (!text.empty() && !refusals.empty()) text += "; ";
  return text + refusals;
}

bool RemoteStore::drain(milliseconds limit) const {
  std::unique_lock lock(mutex_);
  return idle_.wait_for(lock, limit, [this] { return unsent() == 0 && !busy_; });
}

}  // namespace mimon::store::remote
