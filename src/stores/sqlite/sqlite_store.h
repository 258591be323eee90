#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "stores/retention.h"
#include "stores/sqlite/archive.h"
#include "stores/sqlite/readers.h"
#include "stores/store.h"

namespace mimon::store::sqlite {

struct Options {
  std::string path;  ///< of the file; its folder is made where it is missing
  Retention retention;
};

/// History in one SQLite file, which a person may copy while it is written (with its `-wal`).
///
/// After a kill at any moment everything up to the last `append` that returned is there. While the
/// disk is full, read-only or locked, ticks wait in memory, up to half an hour of them; a damaged
/// file is renamed and a new one begun; one that is removed while it is open is made anew, which
/// the log says.
class SqliteStore final : public Store {
 public:
  /// Fails only where a person has to decide: the file is from a newer version, or another
  /// program's; the error's words say so. Anything else that is wrong shows in `status`, and is
  /// tried again at each tick.
  [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(Options options, Logger log);
  ~SqliteStore() override;

  void append(const Snapshot& snapshot) override;
  [[nodiscard]] Result<QueryResult> query(const Query& query) const override;
  [[nodiscard]] Resolution resolution_for(const Query& query) const override;
  [[nodiscard]] std::vector<SeriesInfo> series(std::string_view host) const override;
  [[nodiscard]] StoreStatus status() const override;

  /// Ticks that wait in memory at most.
  static constexpr std::size_t kMostWaiting = 1800;

 private:
  SqliteStore(Options options, Logger log);

  // The thread of `append`.
  [[nodiscard]] Result<void> try_open();
  void adopt(Archive archive);
  void say_taken_away();
  void abandon();
  [[nodiscard]] Result<void> start_anew(const Error& why);
  [[nodiscard]] bool take_in(const Snapshot& snapshot);
  void drop_excess();
  [[nodiscard]] Result<void> write();
  [[nodiscard]] Result<void> write_rows();
  [[nodiscard]] Result<void> seal_front();
  [[nodiscard]] Result<void> maintain();
  [[nodiscard]] Result<bool> look_into_damage();
  [[nodiscard]] Result<bool> compact();
  [[nodiscard]] Result<bool> too_large();
  [[nodiscard]] Result<void> change_blocks(
      const std::function<Result<void>(Database&, Blocks&)>& step);
  void report(const Result<void>& outcome);

  // Any thread.
  [[nodiscard]] Result<QueryResult> try_query(const Query& query) const;

  const Options options_;
  const Logger log_;
  FailureLog failures_;
  std::unique_ptr<Archive> archive_;  ///< null while the file cannot be opened
  std::int64_t next_row_ = 1;
  MonoTime now_{};
  WallTime wall_{};
  std::optional<MonoTime> last_try_;
  std::optional<MonoTime> last_set_aside_;

  /// Guards what queries read. Held over the commit that moves data from one of these to another,
  /// so that a query that begins under it sees everything once.
  mutable std::mutex layout_;
  Registry registry_;
  std::vector<Batch> batches_;
  Blocks blocks_;
  std::shared_ptr<Readers> readers_;           ///< null while the file is not open
  mutable std::vector<std::int64_t> damaged_;  ///< blocks that could not be read
  mutable bool corruption_ = false;            ///< a query met damage to the file as a whole

  mutable std::mutex status_mutex_;
  StoreStatus status_;
};

}  // namespace mimon::store::sqlite
