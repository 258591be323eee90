#include "simulation/load.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "simulation/simulated_host.h"

namespace mimon::simulation {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kMostWaiting = 8;  ///< batches between those who make and the one who sends
constexpr seconds kBetweenReports{5};
constexpr seconds kBetweenUpkeep{1};  ///< as with a real host's
constexpr milliseconds kPause{500};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

WallTime wall_now() {
  return std::chrono::floor<WallTime::duration>(std::chrono::system_clock::now());
}

struct Batch {
  WallTime of;
  std::vector<std::string> records;
};

/// Batches from the thread that makes them to the one that sends them.
class Queue {
 public:
  /// Waits for room; false once closed.
  bool push(Batch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || batches_.size() < kMostWaiting; });
    if (closed_) return false;
    batches_.push_back(std::move(batch));
    changed_.notify_all();
    return true;
  }
  /// Absent once closed and empty.
  std::optional<Batch> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !batches_.empty(); });
    if (batches_.empty()) return std::nullopt;
    Batch batch = std::move(batches_.front());
    batches_.pop_front();
    changed_.notify_all();
    return batch;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> batches_;
  bool closed_ = false;
};

/// Makes every host's samples, second after second, no earlier than their time.
class Maker {
 public:
  Maker(const LoadOptions& options, const Catalog& catalog, const store::remote::Engine& engine,
        Queue& queue)
      : options_(options), engine_(engine), queue_(queue) {
    for (int number = 1; number <= options.hosts; ++number)
      hosts_.emplace_back(number, options.gpus, catalog);
  }

  void run(const std::function<bool()>& stop) {
    const auto began = Steady::now();
    const WallTime first = wall_now();
    const auto ticks = options_.duration / options_.interval;
    for (std::int64_t tick = 0; tick < ticks && !stop(); ++tick) {
      std::this_thread::sleep_until(began + tick * options_.interval);
      if (!make(first + tick * options_.interval)) return;
    }
    // The last interval counts like the others.
    if (!stop()) std::this_thread::sleep_until(began + ticks * options_.interval);
  }

 private:
  bool make(WallTime now) {
    const auto second = std::chrono::floor<seconds>(now);
    const double step = duration<double>(options_.interval).count();
    Batch batch{now, {}};
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      SimulatedHost& host = hosts_[i];
      batch.records.push_back(engine_.encode(host.identity(), host.sample(now, step), second));
      if (batch.records.size() < options_.batch && i + 1 < hosts_.size()) continue;
      if (!queue_.push(std::move(batch))) return false;
      batch = Batch{now, {}};
    }
    return true;
  }

  const LoadOptions& options_;
  const store::remote::Engine& engine_;
  Queue& queue_;
  std::vector<SimulatedHost> hosts_;
};

/// Sends what is left of `records` until it is taken; counts what came of it. False where the very
/// first cannot be sent: then the store was never reached.
bool deliver(store::remote::Engine& engine, std::span<const std::string> records,
             LoadReport& report, const std::function<bool()>& stop) {
  while (!records.empty() && !stop()) {
    const auto sent = engine.send(records);
    if (!sent || sent->taken == 0) {
      ++report.away;
      report.trouble = sent ? "it took nothing" : sent.error().message;
      if (report.taken + report.refused == 0) return false;
      std::this_thread::sleep_for(kPause);
      continue;
    }
    report.taken += sent->taken - sent->refused.size();
    report.refused += sent->refused.size();
    records = records.subspan(std::min(sent->taken, records.size()));
  }
  return true;
}

}  // namespace

LoadReport run_load(const LoadOptions& options, const Catalog& catalog,
                    store::remote::Engine& engine,
                    const std::function<void(const LoadReport&)>& progress,
                    const std::function<bool()>& stop) {
  Queue queue;
  LoadReport report;
  const double cpu = cpu_seconds();
  const auto began = Steady::now();
  auto next = began + kBetweenReports;
  auto upkeep = began + kBetweenUpkeep;
  std::atomic<bool> failed = false;
  std::jthread maker([&] {
    Maker(options, catalog, engine, queue).run([&] { return failed || stop(); });
    queue.close();
  });
  const auto measure = [&](WallTime newest) {
    report.elapsed = duration<double>(Steady::now() - began).count();
    report.lag = duration<double>(wall_now() - newest).count();
    report.cpu = cpu_seconds() - cpu;
  };
  while (const auto batch = queue.pop()) {
    if (stop()) queue.close();
    report.made += batch->records.size();
    for (const std::string& record : batch->records) report.bytes += record.size();
    if (!deliver(engine, batch->records, report, stop)) {
      failed = true;
      queue.close();
      break;
    }
    if (Steady::now() >= upkeep) {
      (void)engine.maintain(wall_now());
      upkeep = Steady::now() + kBetweenUpkeep;
    }
    measure(batch->of);
    if (Steady::now() < next) continue;
    next = Steady::now() + kBetweenReports;
    progress(report);
  }
  report.elapsed = duration<double>(Steady::now() - began).count();
  return report;
}

}  // namespace mimon::simulation
