// One day of two GPUs and a host at one second, in every way that this machine can keep it: bytes a
// sample on disk, and how long two typical questions take.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "data_size.h"
#include "exports.h"
#include "questions.h"
#include "stores/sqlite/sqlite_store.h"
#include "stores/sqlite/temporary_folder.h"
#include "wide_table.h"
#include "workload.h"

namespace mimon::bench {
namespace {

constexpr int kDay = 86'400;
constexpr int kRuns = 15;

struct Times {
  double least, median, most;  // milliseconds
};

Times measure(const std::function<std::size_t()>& question, std::size_t values) {
  std::vector<double> runs;
  for (int i = 0; i < kRuns; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const std::size_t got = question();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    if (got < values) fmt::print("  ! {} values instead of {}\n", got, values);
    runs.push_back(took.count());
  }
  std::sort(runs.begin(), runs.end());
  return {runs.front(), runs[runs.size() / 2], runs.back()};
}

void print(const std::string& name, double bytes, const Times& seconds, const Times& minutes) {
  fmt::print("| {} | {:.3f} | {:.2f} ({:.2f}–{:.2f}) | {:.2f} ({:.2f}–{:.2f}) |\n", name, bytes,
             seconds.median, seconds.least, seconds.most, minutes.median, minutes.least,
             minutes.most);
}

std::size_t count(const Result<store::QueryResult>& result) {
  return result ? result->times.size() * result->columns.size() : 0;
}

void run_store(const std::vector<SnapshotPtr>& day, double samples, const std::string& folder) {
  const std::string path = folder + "/mimon/history.db";
  auto store = store::sqlite::SqliteStore::open({path, {}}, null_logger()).value();
  for (const SnapshotPtr& snapshot : day) store->append(*snapshot);
  const store::Query seconds = seconds_question(day);
  const store::Query minutes = minutes_question(day);
  const Times one = measure([&] { return count(store->query(seconds)); }, kDay);
  const Times eight = measure([&] { return count(store->query(minutes)); }, 8 * 1440);
  const double live = static_cast<double>(store->status().bytes);
  store.reset();
  const auto closed = static_cast<double>(std::filesystem::file_size(path));
  print("mimon, in the process, while it records", live / samples, one, eight);
  print("mimon, in the process, closed", closed / samples, one, eight);
}

void run_wide_table(const std::vector<SnapshotPtr>& day, double samples,
                    const std::string& folder) {
  const std::string path = folder + "/wide.db";
  WideTable table(path);
  table.write(day);
  const Times one = measure([&] { return table.seconds(0, "utilization"); }, kDay);
  const Times eight = measure([&] { return table.minutes(); }, 8 * 1440);
  print("plain wide SQLite table, in the process",
        static_cast<double>(std::filesystem::file_size(path)) / samples, one, eight);
}

int run(const std::string& folder, bool exports) {
  Workload workload(2, Workload::Catalogue::twenty);
  std::vector<SnapshotPtr> day;
  for (int i = 0; i < kDay; ++i) day.push_back(workload.next());
  const auto columns = columns_of(day);
  const double samples = static_cast<double>(columns.size()) * kDay;
  fmt::print("{} series, {:.2f} million samples\n", columns.size(), samples / 1e6);
  fmt::print("order-0 entropy of the deltas: {:.3f} bytes a sample\n", delta_entropy(columns));
  fmt::print("varint deltas under zstd, an hour a chunk: {:.3f} (level 3), {:.3f} (level 19)\n\n",
             zstd_size(columns, 3), zstd_size(columns, 19));
  fmt::print(
      "| store | bytes a sample | one series, 24 h at 1 s | eight series, 24 h at 1 min |\n");
  fmt::print("| --- | --- | --- | --- |\n");
  run_store(day, samples, folder);
  run_wide_table(day, samples, folder);
  if (exports) write_exports(day, folder);
  return 0;
}

}  // namespace
}  // namespace mimon::bench

// bench_history [FOLDER]: measures what runs in the process. With a folder, leaves the stores there
// and the day in the forms that other engines take in.
int main(int argc, char** argv) {
  if (argc > 1) return mimon::bench::run(argv[1], true);
  using mimon::store::sqlite::TemporaryFolder;
  const TemporaryFolder folder(TemporaryFolder::Medium::disk);
  return mimon::bench::run(folder.path().string(), false);
}
